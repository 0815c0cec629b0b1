using GeodeArchive.Objects;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>An object that is ready to be stored.</summary>
/// <param name="Table">Its footer and trailer.</param>
/// <param name="Content">All its bytes, in the builder's memory; valid until its next object.</param>
internal sealed record BuiltObject(LogObjectTable Table, ReadOnlyMemory<byte> Content)
{
    public ObjectKey Key => Table.Key;
}
