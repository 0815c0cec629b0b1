using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Scanning;

/// <summary>Reads an export that may be damaged: header, trailer, directory, then object after object, as bytes.</summary>
public sealed class ExportScanner : FileScanner
{
    private readonly BlockDecoder _decoder = new();
    private readonly byte[] _buffer = new byte[256 << 10];

    /// <summary>Prepares to read an export.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public ExportScanner(IByteSource source, Action<FailedCheck> report)
        : base(source, ArchiveFileKind.Export, 0, report)
    {
    }

    /// <summary>The directory, or null if it cannot be read.</summary>
    public ExportDirectory? Directory { get; private set; }

    /// <summary>Whether header and directory match the root hash; null if that cannot be said.</summary>
    public bool? IsRootHashRight { get; private set; }

    /// <summary>Reads the directory, if the trailer says where it is.</summary>
    public void ReadDirectory()
    {
        if (!TryReadFooter(_decoder, out var plain))
        {
            return;
        }

        IsRootHashRight = CheckRootHash(plain);
        try
        {
            Directory = ExportDirectory.Decode(plain, Trailer!.FooterOffset);
            Trailer.ExpectCounts(1, Directory.Entries.Length);
        }
        catch (ArchiveFormatException failure)
        {
            ReportCheck(FailedCheck.From(failure, Trailer!.FooterOffset));
        }
    }

    /// <summary>The objects with their places, each read and compared with its hash.</summary>
    public IEnumerable<(ExportEntry Entry, long Offset, bool IsRight)> ReadObjects()
    {
        var offset = (long)FileHeader.Size;
        foreach (var entry in Directory?.Entries ?? [])
        {
            var isRight = HashOf(offset, entry.Size) == entry.Hash;
            if (!isRight)
            {
                Report(FormatError.BadChecksum, "object", offset, "it is not what the directory says");
            }

            yield return (entry, offset, isRight);
            offset += entry.Size;
        }
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool isDisposing)
    {
        _decoder.Dispose();
        base.Dispose(isDisposing);
    }

    private Hash256 HashOf(long offset, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long done = 0; done < size;)
        {
            var count = Source.Read(_buffer.AsSpan(0, (int)Math.Min(size - done, _buffer.Length)), offset + done);
            if (count == 0)
            {
                break;
            }

            hash.AppendData(_buffer, 0, count);
            done += count;
        }

        return Hash256.Read(hash.GetHashAndReset());
    }
}
