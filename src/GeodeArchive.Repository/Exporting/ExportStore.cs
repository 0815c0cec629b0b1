using System.Security.Cryptography;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Repository.Exporting;

/// <summary>The objects of an export, as an archive root has them. Nothing can be changed. Safe for several workers.</summary>
public sealed class ExportStore : IObjectStore
{
    private readonly IFile _file;
    private readonly Dictionary<string, ExportedObject> _objects;

    private ExportStore(IFile file, ExportDirectory directory)
    {
        _file = file;
        _objects = new Dictionary<string, ExportedObject>(directory.Entries.Length, StringComparer.Ordinal);
        var offset = (long)FileHeader.Size;
        foreach (var entry in directory.Entries)
        {
            _objects.Add(entry.Key, new ExportedObject(offset, entry));
            offset += entry.Size;
        }
    }

    /// <inheritdoc/>
    public string DisplayName => _file.DisplayPath;

    /// <summary>True if a file begins as an export, or another binary file of an archive, does.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static bool BeginsLikeOne(IFile file)
    {
        Span<byte> start = stackalloc byte[FileHeader.Magic.Length];
        return file.Read(start, 0) == start.Length && start.SequenceEqual(FileHeader.Magic);
    }

    /// <summary>Opens an export: checks header, trailer and directory.</summary>
    /// <param name="file">The export; owned from now on, when this returns.</param>
    /// <exception cref="RepositoryException">It is damaged, or no export.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static ExportStore Open(IFile file)
    {
        try
        {
            return new ExportStore(file, ReadDirectory(file));
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(file.DisplayPath, damage);
        }
    }

    /// <summary>Compares each object with the hash that the directory has of it.</summary>
    /// <returns>Damage of each that is another.</returns>
    public IEnumerable<RepositoryException> FindChanged()
    {
        var buffer = new byte[1 << 20];
        foreach (var found in _objects.Values)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var done = 0L; done < found.Entry.Size;)
            {
                var count = Read(found, done, buffer);
                hash.AppendData(buffer, 0, count);
                done += count;
                if (count == 0)
                {
                    break;
                }
            }

            if (Hash256.Read(hash.GetHashAndReset()) != found.Entry.Hash)
            {
                yield return RepositoryException.Damage(
                    found.Entry.Key, FormatError.BadChecksum, "object", 0, "it is not what the directory of the export says");
            }
        }
    }

    /// <summary>That it is no export of a backup.</summary>
    public RepositoryException NotOneBackup(int count) => RepositoryException.Damage(
        DisplayName, FormatError.BadReference, "export", 0, $"it holds {count} backups, where one must be");

    /// <summary>The same damage, told with the file of the export and the place in it.</summary>
    public RepositoryException Locate(RepositoryException damage) =>
        damage is { DamagedKey: { } key, InnerException: ArchiveFormatException failure } && _objects.TryGetValue(key, out var found)
            ? RepositoryException.Damage(
                DisplayName,
                failure.Error,
                failure.Structure,
                failure.Offset < 0 ? failure.Offset : found.Offset + failure.Offset,
                $"{failure.Detail}; {key} in it")
            : damage;

    /// <inheritdoc/>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination) => Read(Find(key), offset, destination);

    /// <inheritdoc/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        var found = Find(key);
        var count = (int)Math.Min(found.Entry.Size, destination.Length);
        return (Read(found, found.Entry.Size - count, destination[..count]), found.Entry.Size);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
    [
        .. (from entry in _objects.Values.Select(found => found.Entry)
            where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
            where recursive || !entry.Key.AsSpan(prefix.Length).Contains('/')
            select new ObjectEntry(ObjectKey.From(entry.Key), entry.Size)).Take(countMax),
    ];

    /// <inheritdoc/>
    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content) => throw Unchangeable(key);

    /// <inheritdoc/>
    public IObjectUpload BeginUpload(ObjectKey key) => throw Unchangeable(key);

    /// <inheritdoc/>
    public bool Delete(ObjectKey key, bool isDurable = false) => throw Unchangeable(key);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ExportDirectory ReadDirectory(IFile file)
    {
        var headerBytes = new byte[FileHeader.Size];
        var header = FileHeader.Decode(headerBytes.AsSpan(0, file.Read(headerBytes, 0)));
        header.ExpectKind(ArchiveFileKind.Export);
        var length = file.Length;
        var trailerBytes = new byte[Trailer.Size];
        var trailerOffset = Math.Max(FileHeader.Size, length - Trailer.Size);
        var trailer = Trailer.Decode(trailerBytes.AsSpan(0, file.Read(trailerBytes, trailerOffset)), trailerOffset);
        trailer.ExpectHeader(header);
        var footer = ReadFooter(file, trailer);
        using var decoder = new BlockDecoder();
        var block = decoder.Decode(footer, trailer.FooterOffset, header.FileId, 0, BlockType.Footer);
        trailer.ExpectFooter(block.Header);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(headerBytes);
        hash.AppendData(block.Plain);
        trailer.ExpectRootHash(Hash256.Read(hash.GetHashAndReset()));
        var directory = ExportDirectory.Decode(block.Plain, trailer.FooterOffset);
        trailer.ExpectCounts(1, directory.Entries.Length);
        return directory;
    }

    private static byte[] ReadFooter(IFile file, Trailer trailer)
    {
        var size = trailer.FileSize - Trailer.Size - trailer.FooterOffset;
        if (size > Limits.BlockStoredSizeMax + BlockHeader.Size)
        {
            throw new ArchiveFormatException(
                FormatError.TooLarge, "trailer", trailer.FileSize - Trailer.Size, $"a directory of {size} bytes");
        }

        var bytes = new byte[size];
        return file.Read(bytes, trailer.FooterOffset) == bytes.Length
            ? bytes
            : throw new ArchiveFormatException(
                FormatError.Truncated, "file", trailer.FooterOffset, "it became shorter while it was read");
    }

    private static ObjectException Unchangeable(ObjectKey key) =>
        new(ObjectError.Denied, key.Text, $"{key} cannot be written: an export is never changed");

    private ExportedObject Find(ObjectKey key) => _objects.TryGetValue(key.Text, out var found)
        ? found
        : throw new ObjectException(ObjectError.NotFound, key.Text, $"{key} is not in {DisplayName}");

    private int Read(ExportedObject found, long offset, Span<byte> destination)
    {
        var count = (int)Math.Clamp(found.Entry.Size - offset, 0, destination.Length);
        try
        {
            return _file.Read(destination[..count], found.Offset + offset);
        }
        catch (FileException error)
        {
            throw new ObjectException(ObjectError.Failed, found.Entry.Key, error.Message, error);
        }
    }

    /// <summary>An object and where it begins in the file.</summary>
    private readonly record struct ExportedObject(long Offset, ExportEntry Entry);
}
