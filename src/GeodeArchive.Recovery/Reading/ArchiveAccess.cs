using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Recovery.Reading;

/// <summary>
/// Lists and reads the objects of one WAL archive, checks each by itself and against its name, and counts what that costs. For one worker.
/// </summary>
internal sealed class ArchiveAccess : IDisposable
{
    private const int SuffixSize = 128 << 10;

    private readonly BlockDecoder _decoder = new();
    private byte[] _block = [];

    public ArchiveAccess(LogArchive archive) => Archive = archive;

    public LogArchive Archive { get; }

    public ReadCount Count { get; } = new();

    /// <summary>The groups of a timeline that may have objects, ascending.</summary>
    public IReadOnlyList<uint> ListGroups(TimelineId timeline)
    {
        var groups = new List<uint>();
        foreach (var folder in Guard(() => Archive.Store.ListFolders(LogArchiveNames.TimelinePrefix(timeline))))
        {
            if (LogArchiveNames.TryParseGroup(folder, out var group))
            {
                groups.Add(group);
            }
        }

        Count.Listings++;
        groups.Sort();
        return groups;
    }

    /// <summary>The objects of a group, ascending: where they start, and their lengths.</summary>
    public IReadOnlyList<(Lsn Start, long Size)> ListObjects(TimelineId timeline, uint group)
    {
        var objects = new List<(Lsn Start, long Size)>();
        foreach (var entry in Guard(() => Archive.Store.List(LogArchiveNames.GroupPrefix(timeline, group), recursive: false)))
        {
            if (LogArchiveNames.TryParseObject(entry.Key, out var start))
            {
                objects.Add((start, entry.Size));
            }
        }

        Count.Listings++;
        objects.Sort();
        return objects;
    }

    /// <summary>The newest object of a timeline, or null if it has none.</summary>
    public (uint Group, Lsn Start)? FindNewest(TimelineId timeline)
    {
        var groups = ListGroups(timeline);
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            var objects = ListObjects(timeline, groups[i]);
            if (objects.Count > 0)
            {
                return (groups[i], objects[^1].Start);
            }
        }

        return null;
    }

    /// <summary>Reads the end of an object, in one read where its footer is not unusually large.</summary>
    /// <exception cref="LogArchiveException">It is missing, damaged, or another one.</exception>
    public LogObjectTable ReadTable(TimelineId timeline, uint group, Lsn start)
    {
        var key = LogArchiveNames.Object(timeline, group, start);
        return Guard(key, () =>
        {
            var (suffix, length) = ReadSuffix(key, SuffixSize);
            var trailer = DecodeTrailer(suffix, length);
            var wanted = length - trailer.FooterOffset;
            if (wanted > suffix.Length)
            {
                suffix = ReadSuffix(key, (int)wanted).Suffix;
                trailer = DecodeTrailer(suffix, length);
            }

            var table = new LogObjectTable(key, DecodeFooter(suffix, length, trailer), trailer);
            CheckName(table.Section, timeline, group, start, trailer.FooterOffset);
            return table;
        });
    }

    /// <summary>Reads header and end of an object, and checks that they are of one object.</summary>
    /// <exception cref="LogArchiveException">It is missing, damaged, or another one.</exception>
    public LogObjectTable ReadWholeTable(TimelineId timeline, uint group, Lsn start)
    {
        var table = ReadTable(timeline, group, start);
        return Guard(table.Key, () =>
        {
            var bytes = new byte[FileHeader.Size];
            var count = Archive.Store.GetRange(table.Key, 0, bytes);
            Count.ObjectReads++;
            Count.Bytes += count;
            CheckHeader(bytes.AsSpan(0, count), table);
            return table;
        });
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Its records; valid until the next call.</returns>
    /// <exception cref="LogArchiveException">It is damaged.</exception>
    public byte[] ReadBlock(LogObjectTable table, int index) => Guard(table.Key, () =>
    {
        var block = table.Footer.Blocks[index];
        var size = BlockHeader.Size + block.StoredSize;
        _block = _block.Length < size ? new byte[size] : _block;
        var count = Archive.Store.GetRange(table.Key, block.Offset, _block.AsSpan(0, size));
        Count.ObjectReads++;
        Count.Bytes += count;
        var decoded = _decoder.Decode(_block.AsSpan(0, count), block.Offset, table.Trailer.FileId, index, BlockType.LogRecords);
        block.ExpectHeader(decoded.Header);
        BlockContent.Check(decoded.Plain, block, BlockContent.CommitAfter(table.Footer, index));
        return decoded.Plain.ToArray();
    });

    /// <summary>Reads a file of a fixed size.</summary>
    public byte[] ReadNote(ObjectKey key) => Guard(key, () =>
    {
        var bytes = Repository.WholeObject.Read(Archive.Store, key, Repository.WholeObject.FixedSizeMax);
        Count.NoteReads++;
        Count.Bytes += bytes.Length;
        return bytes;
    });

    public void Dispose() => _decoder.Dispose();

    /// <summary>Checks the file header of an object, and that the root hash is that of header and footer.</summary>
    public void CheckHeader(ReadOnlySpan<byte> bytes, LogObjectTable table)
    {
        var header = FileHeader.Decode(bytes);
        header.ExpectKind(ArchiveFileKind.LogObject);
        header.ExpectRepository(Archive.Id);
        table.Trailer.ExpectHeader(header);
        table.Footer.ExpectHeader(header);
        table.Trailer.ExpectRootHash(RootHash(bytes[..FileHeader.Size], table.Footer));
    }

    /// <summary>The root hash of an object.</summary>
    public static Hash256 RootHash(ReadOnlySpan<byte> header, LogObjectFooter footer)
    {
        var writer = new FormatWriter();
        footer.Encode(writer);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(writer.WrittenSpan);
        Span<byte> root = stackalloc byte[Hash256.Size];
        hash.GetHashAndReset(root);
        return Hash256.Read(root);
    }

    private static Trailer DecodeTrailer(ReadOnlySpan<byte> suffix, long length)
    {
        if (suffix.Length < Trailer.Size)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "trailer", 0, $"the file is {length} bytes long");
        }

        if (length > LogArchiveLimits.ObjectFileSizeMax)
        {
            throw new ArchiveFormatException(
                FormatError.TooLarge, "file", 0, $"{length} bytes, at most {LogArchiveLimits.ObjectFileSizeMax} are valid");
        }

        var trailer = Trailer.Decode(suffix[^Trailer.Size..], length - Trailer.Size);
        return trailer.Kind == ArchiveFileKind.LogObject
            ? trailer
            : throw new ArchiveFormatException(FormatError.BadKind, "trailer", length - Trailer.Size, "the file is of another kind");
    }

    private LogObjectFooter DecodeFooter(ReadOnlySpan<byte> suffix, long length, Trailer trailer)
    {
        var at = (int)(suffix.Length - (length - trailer.FooterOffset));
        var body = suffix[at..^Trailer.Size];
        var block = _decoder.Decode(body, trailer.FooterOffset, trailer.FileId, trailer.BlockCount - 1, BlockType.Footer);
        trailer.ExpectFooter(block.Header);
        var footer = LogObjectFooter.Decode(block.Plain, trailer.FooterOffset);
        footer.ExpectTrailer(trailer);
        return footer;
    }

    private void CheckName(LogObjectSection section, TimelineId timeline, uint group, Lsn start, long offset)
    {
        var isRight = section.TimelineId == timeline
            && section.DatabaseId == Archive.DatabaseId
            && section.Group == group
            && section.StartLsn == start
            && section.GroupSize == Archive.GroupSize;
        if (!isRight)
        {
            throw new ArchiveFormatException(
                FormatError.BadIdentity, "log object footer", offset, "it is another object than its name and archive say");
        }
    }

    private (byte[] Suffix, long Length) ReadSuffix(ObjectKey key, int size)
    {
        var suffix = new byte[size];
        var (count, length) = Archive.Store.GetSuffix(key, suffix);
        Count.ObjectReads++;
        Count.Bytes += count;
        return (count == size ? suffix : suffix[..count], length);
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ObjectException error)
        {
            throw LogArchiveException.From(error);
        }
    }

    private static T Guard<T>(ObjectKey key, Func<T> read)
    {
        try
        {
            return Guard(read);
        }
        catch (ArchiveFormatException damage)
        {
            throw LogArchiveException.Damage(key.Text, damage);
        }
    }
}
