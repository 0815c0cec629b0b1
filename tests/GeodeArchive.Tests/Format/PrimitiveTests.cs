using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;
using GeodeArchive.Tests.Measuring;

namespace GeodeArchive.Tests.Format;

/// <summary>Varints, padding, texts: what all structures are made of.</summary>
public sealed class PrimitiveTests
{
    private static readonly ulong[] Corners = [0, 1, 127, 128, 16383, 16384, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue];

    [Fact]
    public void Varints_come_back() => Properties.Check(Numbers(), 1000, value =>
    {
        FormatWriter writer = new();
        writer.WriteVarint(value);
        writer.WriteZigzag((long)value);
        FormatReader reader = new(writer.WrittenSpan, "test");
        Assert.Equal(value, reader.ReadVarint());
        Assert.Equal((long)value, reader.ReadZigzag());
        reader.ExpectEnd();
    });

    [Theory]
    [InlineData("00", 0ul)]
    [InlineData("7f", 127ul)]
    [InlineData("8001", 128ul)]
    [InlineData("ffffffffffffffffff01", ulong.MaxValue)]
    public void Varints_are_as_the_specification_says(string bytes, ulong expected)
    {
        FormatReader reader = new(Convert.FromHexString(bytes), "test");
        Assert.Equal(expected, reader.ReadVarint());
        reader.ExpectEnd();
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(long.MinValue, "ffffffffffffffffff01")]
    public void Zigzag_is_as_the_specification_says(long value, string bytes)
    {
        FormatWriter writer = new();
        writer.WriteZigzag(value);
        Assert.Equal(bytes, Convert.ToHexStringLower(writer.WrittenSpan));
    }

    [Theory]
    [InlineData("8000", FormatError.BadVarint)]
    [InlineData("ff8000", FormatError.BadVarint)]
    [InlineData("ffffffffffffffffff02", FormatError.BadVarint)]
    [InlineData("80808080808080808080", FormatError.BadVarint)]
    [InlineData("ffffffffffffffffffff", FormatError.BadVarint)]
    [InlineData("", FormatError.Truncated)]
    [InlineData("80", FormatError.Truncated)]
    [InlineData("ffffffffffffffffff", FormatError.Truncated)]
    public void Other_varints_are_refused(string bytes, FormatError expected)
    {
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(
            () => new FormatReader(Convert.FromHexString(bytes), "thing", 42).ReadVarint());
        Assert.Equal(expected, failure.Error);
        Assert.Equal("thing", failure.Structure);
        Assert.Equal(42, failure.Offset);
    }

    [Fact]
    public void Messages_say_what_and_where()
    {
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => new FormatReader([1, 2, 3], "thing", 42).ExpectEnd());
        Assert.Equal("trailing-bytes: 3 bytes after the end (thing at offset 42)", failure.Message);
        failure = Assert.Throws<ArchiveFormatException>(() => new FormatReader([1, 2, 3], "thing").ExpectEnd());
        Assert.Equal("trailing-bytes: 3 bytes after the end (thing)", failure.Message);
    }

    [Theory]
    [InlineData("020101", FormatError.BadValue)]
    [InlineData("06010101010101", FormatError.TooLarge)]
    [InlineData("ffffffffffffffffff01", FormatError.BadValue)]
    [InlineData("050101", FormatError.Truncated)]
    public void Lengths_outside_their_range_are_refused(string bytes, FormatError expected)
    {
        ArchiveFormatException failure =
            Assert.Throws<ArchiveFormatException>(
                () => new FormatReader(Convert.FromHexString(bytes), "thing").ReadLengthPrefixed(max: 5, min: 3));
        Assert.Equal(expected, failure.Error);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("c080")]
    [InlineData("eda080")]
    public void Text_that_is_not_UTF_8_is_refused(string bytes)
    {
        byte[] text = [(byte)(bytes.Length / 2), .. Convert.FromHexString(bytes)];
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(
            () => new FormatReader(text, "thing").ReadText(max: 10, min: 0, "name"));
        Assert.Equal(FormatError.BadValue, failure.Error);
    }

    [Fact]
    public void Fixed_fields_come_back()
    {
        FormatWriter writer = new(capacity: 0);
        Id128 id = new(0x0102030405060708, 0x090A0B0C0D0E0F10);
        ChunkId chunk = ChunkId.OfPlain("x"u8);
        writer.WriteByte(1);
        writer.WriteU16(0x0302);
        writer.WriteU32(0x07060504);
        writer.WriteU64(0x0F0E0D0C0B0A0908);
        writer.WriteI64(-2);
        writer.WriteId(id);
        writer.WriteChunkId(chunk);
        writer.WriteHash(chunk.Hash);
        writer.WriteReserved(3);
        writer.WriteLengthPrefixed("abc"u8);
        Assert.Equal(
            "0102030405060708090a0b0c0d0e0ffeffffffffffffff0102030405060708090a0b0c0d0e0f10",
            Convert.ToHexStringLower(writer.WrittenSpan[..39]));

        FormatReader reader = new(writer.WrittenSpan, "test");
        Assert.Equal(1, reader.ReadByte());
        Assert.Equal(0x0302, reader.ReadU16());
        Assert.Equal(0x07060504u, reader.ReadU32());
        Assert.Equal(0x0F0E0D0C0B0A0908u, reader.ReadU64());
        Assert.Equal(-2, reader.ReadI64());
        Assert.Equal(id, reader.ReadId());
        Assert.Equal(chunk, reader.ReadChunkId());
        Assert.Equal(chunk.Hash, reader.ReadHash());
        reader.ReadReserved(3);
        Assert.True(reader.ReadLengthPrefixed(3).SequenceEqual("abc"u8));
        Assert.True(reader.AtEnd);
        Assert.Equal(writer.Length, reader.Position);
    }

    [Fact]
    public void A_reserved_byte_that_is_set_is_refused()
    {
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => new FormatReader([0, 0, 4], "thing").ReadReserved(3));
        Assert.Equal(FormatError.ReservedNotZero, failure.Error);
    }

    [Fact]
    public void A_writer_that_is_used_again_does_not_allocate()
    {
        FormatWriter writer = new();
        byte[] bytes = new byte[100_000];
        writer.WriteBytes(bytes);
        writer.Clear();
        long least = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                writer.WriteVarint(ulong.MaxValue);
                writer.WriteBytes(bytes.AsSpan(0, 50_000));
                writer.Truncate(10);
                writer.Clear();
            }
        });
        Assert.Equal(0, least);
    }

    [Fact]
    public void Padded_sizes_are_few_and_cost_little()
    {
        HashSet<int> sizes = [];
        int previous = 0;
        for (int size = 8; size <= Limits.BlockPlainSizeMax + 8; size += 1 + (size >> 10))
        {
            int padded = Padme.PaddedSize(size);
            Assert.InRange(padded, size, size + (size * 12L / 100));
            Assert.True(padded >= previous);
            Assert.Equal(padded, Padme.PaddedSize(padded));
            sizes.Add(padded);
            previous = padded;
        }

        Assert.InRange(previous, 1, Limits.BlockStoredSizeMax);
        Assert.InRange(sizes.Count, 100, 500);
    }

    [Theory]
    [InlineData(9, 10)]
    [InlineData(100, 104)]
    [InlineData(1_000_000, 1_015_808)]
    public void Padded_sizes_are_those_of_the_paper(int size, int expected) => Assert.Equal(expected, Padme.PaddedSize(size));

    private static Gen<ulong> Numbers() => Gen.OneOf(
        Gen.Elements(Corners),
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 63)
        select (((ulong)high << 33) | (uint)low) >> shift);
}
