using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the header of a manifest says beyond every header. See format-spec/manifest.md.</summary>
/// <param name="Number">Its number, as in the object's name.</param>
/// <param name="PreviousRootHash">The root hash of the manifest before it; zero for the first.</param>
public sealed record ManifestSection(ManifestNumber Number, Hash256 PreviousRootHash) : FileKindSection
{
    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.Manifest;

    internal override int End => ManifestSectionLayout.End;

    /// <summary>Change or snapshot: follows from the number.</summary>
    public ManifestKind ManifestKind => Number.IsSnapshot ? ManifestKind.Snapshot : ManifestKind.Change;

    internal static ManifestSection Read(ReadOnlySpan<byte> header, Place place)
    {
        ManifestSection section = new(
            new ManifestNumber(BinaryPrimitives.ReadUInt64LittleEndian(header[ManifestSectionLayout.NumberOffset..])),
            Hash256.Read(header[ManifestSectionLayout.PreviousRootHashOffset..]));
        ushort kind = BinaryPrimitives.ReadUInt16LittleEndian(header[ManifestSectionLayout.ManifestKindOffset..]);
        if (kind != (ushort)section.ManifestKind)
        {
            place.Fail(FormatError.BadValue, $"manifest_kind is {kind} in manifest {section.Number.Value}");
        }

        return section;
    }

    internal override void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header[ManifestSectionLayout.NumberOffset..], Number.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(header[ManifestSectionLayout.ManifestKindOffset..], (ushort)ManifestKind);
        PreviousRootHash.Write(header[ManifestSectionLayout.PreviousRootHashOffset..]);
    }

    internal override void Validate(FileHeader header, Place place)
    {
        place.Require(Number.Value is >= 1 and <= long.MaxValue, FormatError.BadValue, "number is outside its range");
        place.Require(
            PreviousRootHash.IsZero == (Number == ManifestNumber.First),
            FormatError.BadValue,
            "previous_root_hash is zero, or not zero in the first manifest");
    }

    internal override void RequireReserved(ReadOnlySpan<byte> header, Place place) =>
        place.RequireReserved(header.Slice(ManifestSectionLayout.ReservedOffset, ManifestSectionLayout.ReservedSize), "reserved");
}
