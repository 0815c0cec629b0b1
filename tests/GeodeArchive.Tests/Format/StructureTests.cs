using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>
/// What holds for every structure: it comes back, it is damaged with notice, it asks for no more memory than it has bytes for.
/// </summary>
public sealed class StructureTests
{
    // An object for the shortest entry is some twenty times as long; the constant is for the exception.
    private const long AllocationPerByte = 40;
    private const long AllocationBase = 128 << 10;

    public static TheoryData<string> Names => [.. StructureCases.All.Select(structure => structure.Name)];

    public static TheoryData<string> ChecksummedNames =>
        [.. StructureCases.All.Where(structure => structure.FixChecksum is not null).Select(structure => structure.Name)];

    public static TheoryData<string> SelfDelimitingNames =>
        [.. StructureCases.All.Where(structure => structure.IsSelfDelimiting).Select(structure => structure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_encoded_decodes_to_the_same(string name)
    {
        StructureCase structure = StructureCases.Named(name);
        Properties.Check(structure.Values, 200, value =>
        {
            byte[] bytes = structure.Encode(value);
            object decoded = structure.Decode(bytes);
            Assert.Equal(Describe.Value(value), Describe.Value(decoded));
            Assert.Equal(bytes, structure.Encode(decoded));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_bytes_are_refused_by_name_or_encode_to_the_same(string name)
    {
        StructureCase structure = StructureCases.Named(name);
        int accepted = 0;
        int refused = 0;
        Properties.Check(DamagedOf(structure), 1500, damaged =>
        {
            structure.FixChecksum?.Invoke(damaged);
            object decoded;
            try
            {
                decoded = structure.Decode(damaged);
            }
            catch (ArchiveFormatException)
            {
                refused++;
                return;
            }

            accepted++;
            byte[] encoded = structure.Encode(decoded);
            Assert.Equal(damaged[..encoded.Length], encoded);
        });

        // Else the property says nothing.
        Assert.NotEqual(0, accepted);
        Assert.NotEqual(0, refused);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_bytes_do_not_ask_for_memory_that_they_have_no_bytes_for(string name)
    {
        StructureCase structure = StructureCases.Named(name);
        Properties.Check(DamagedOf(structure), 500, damaged =>
        {
            structure.FixChecksum?.Invoke(damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                structure.Decode(damaged);
            }
            catch (ArchiveFormatException)
            {
                // As it should be.
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationBase + (AllocationPerByte * damaged.Length));
        });
    }

    [Theory]
    [MemberData(nameof(ChecksummedNames))]
    public void Every_flipped_bit_of_a_checksummed_structure_is_refused(string name)
    {
        StructureCase structure = StructureCases.Named(name);
        Properties.Check(structure.Encoded, 2, bytes =>
        {
            // Of large ones not each bit, but each place in a byte.
            int step = bytes.Length > 8192 ? 7 : 1;
            for (int bit = 0; bit < bytes.Length * 8; bit += step)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Throws<ArchiveFormatException>(() => structure.Decode(bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        });
    }

    [Theory]
    [MemberData(nameof(SelfDelimitingNames))]
    public void Every_shorter_one_is_refused(string name)
    {
        StructureCase structure = StructureCases.Named(name);
        Properties.Check(structure.Encoded, 5, bytes =>
        {
            for (int size = 0; size < bytes.Length; size += 1 + (bytes.Length / 500))
            {
                byte[] shorter = bytes[..size];
                Assert.Throws<ArchiveFormatException>(() => structure.Decode(shorter));
            }
        });
    }

    private static FsCheck.Gen<byte[]> DamagedOf(StructureCase structure) =>
        FsCheck.Fluent.Gen.SelectMany(
            structure.Encoded,
            bytes => FsCheck.Fluent.Gen.Select(Damage.Some, damages => Damage.Apply(bytes, damages)));
}
