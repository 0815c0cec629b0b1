using FsCheck;
using FsCheck.Fluent;

namespace GeodeArchive.Tests.Format;

/// <summary>Something done to bytes: one of a few kinds, at a place and with a value that are taken modulo what there is.</summary>
internal sealed record Damage(int Kind, int At, int Value)
{
    private static readonly byte[] HugeVarint = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

    public static Gen<Damage[]> Some { get; } =
        from count in Gen.Choose(1, 3)
        from damages in Gen.ArrayOf(
            from kind in Gen.Choose(0, 8)
            from at in Gen.OneOf(Gen.Choose(0, 64), Gen.Choose(0, int.MaxValue))
            from value in Gen.Choose(0, int.MaxValue)
            select new Damage(kind, at, value),
            count)
        select damages;

    public static byte[] Apply(byte[] bytes, IEnumerable<Damage> damages) =>
        damages.Aggregate(bytes, (current, damage) => damage.Apply(current));

    private byte[] Apply(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return [(byte)Value];
        }

        int at = At % bytes.Length;
        int size = Math.Min(1 + (Value % 40), bytes.Length - at);
        byte[] changed = [.. bytes];
        switch (Kind)
        {
            case 0:
                changed[at] ^= (byte)(1 << (Value & 7));
                return changed;
            case 1:
                changed[at] = (byte)Value;
                return changed;
            case 2:
                changed[at]++;
                return changed;
            case 3:
                changed.AsSpan(at, Math.Min(4, size)).Fill(0xFF);
                return changed;
            case 4:
                changed.AsSpan(at, size).Clear();
                return changed;
            case 5:
                HugeVarint.AsSpan(0, Math.Min(HugeVarint.Length, bytes.Length - at)).CopyTo(changed.AsSpan(at));
                return changed;
            case 6:
                return [.. bytes[..at], .. bytes[(at + size)..]];
            case 7:
                return [.. bytes[..at], .. bytes[at..(at + size)], .. bytes[at..]];
            default:
                return bytes[..at];
        }
    }
}
