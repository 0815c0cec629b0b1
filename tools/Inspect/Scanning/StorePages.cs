using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>The pages of a file of a store, intact or damaged.</summary>
internal sealed class StorePages
{
    private readonly IByteSource _source;

    /// <summary>Reads the header.</summary>
    /// <param name="source">The file.</param>
    /// <param name="report">Is told of every check that the header fails.</param>
    public StorePages(IByteSource source, Action<FailedCheck> report)
    {
        _source = source;
        HeaderBytes = Read(default);
        var copy = HeaderBytes.ToArray();
        Header = FixedStructures.Read(copy, StoreFileHeader.Size, StoreFileHeader.Magic, report, bytes => StoreFileHeader.Decode(bytes));
    }

    /// <summary>As many bytes of the header as there are.</summary>
    public ReadOnlyMemory<byte> HeaderBytes { get; }

    /// <summary>The header; null where nothing can be made of it.</summary>
    public StoreFileHeader? Header { get; }

    /// <summary>Pages; a rest at the end counts as one.</summary>
    public long Count => (_source.Length + StoreLimits.PageSize - 1) / StoreLimits.PageSize;

    /// <summary>A page, or as much of it as there is.</summary>
    public byte[] Read(PageNumber number)
    {
        var page = new byte[StoreLimits.PageSize];
        var isInside = number.Value >= 0 && number.Value <= _source.Length / StoreLimits.PageSize;
        var length = isInside ? _source.Read(page, number.Offset) : 0;
        return length == page.Length ? page : page[..length];
    }
}
