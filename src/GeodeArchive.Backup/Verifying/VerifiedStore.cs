using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// The store as a verification sees it: bytes that the medium does not give back are damage of their file, at their offset, and not a
/// failure of the verification. Where the store itself is gone there is nothing to verify: that stays a failure. Only reads; the store
/// below is not owned.
/// </summary>
internal sealed class VerifiedStore : IObjectStore
{
    private readonly IObjectStore _below;

    public VerifiedStore(IObjectStore below) => _below = below;

    public string DisplayName => _below.DisplayName;

    /// <exception cref="ArchiveFormatException">The bytes cannot be read: readers take it as they take a check that fails.</exception>
    public int GetRange(ObjectKey key, long offset, Span<byte> destination)
    {
        try
        {
            return _below.GetRange(key, offset, destination);
        }
        catch (ObjectException error) when (IsAboutOneObject(error))
        {
            throw Translate(error, offset);
        }
    }

    /// <inheritdoc cref="GetRange"/>
    public int GetAligned(ObjectKey key, long offset, AlignedBuffer destination, int length)
    {
        try
        {
            return _below.GetAligned(key, offset, destination, length);
        }
        catch (ObjectException error) when (IsAboutOneObject(error))
        {
            throw Translate(error, offset);
        }
    }

    /// <inheritdoc cref="GetRange"/>
    public (int Count, long Length) GetSuffix(ObjectKey key, Span<byte> destination)
    {
        try
        {
            return _below.GetSuffix(key, destination);
        }
        catch (ObjectException error) when (IsAboutOneObject(error))
        {
            throw Translate(error, SuffixOffset(key, destination.Length));
        }
    }

    public IReadOnlyList<ObjectEntry> List(string prefix, bool recursive = true, int countMax = int.MaxValue) =>
        _below.List(prefix, recursive, countMax);

    public bool PutIfAbsent(ObjectKey key, ReadOnlySpan<byte> content) => throw OnlyReads(key);

    public IObjectUpload BeginUpload(ObjectKey key) => throw OnlyReads(key);

    public bool Delete(ObjectKey key, bool isDurable = false) => throw OnlyReads(key);

    public void Dispose()
    {
        // The store below belongs to the repository.
    }

    /// <summary>
    /// A missing file, an error of the medium, or something else in the file's place. Not what the machine lacks (descriptors, rights),
    /// which says nothing of the archive.
    /// </summary>
    private static bool IsAboutOneObject(ObjectException error) => error.Error switch
    {
        ObjectError.NotFound => true,
        ObjectError.Failed => error.InnerException is null or FileException { Error: FileError.Io or FileError.WrongKind },
        _ => false,
    };

    private Exception Translate(ObjectException error, long offset)
    {
        DemandStore(error);
        return error.Error == ObjectError.NotFound
            ? error
            : new ArchiveFormatException(FormatError.BadReference, "file", offset, $"the file cannot be read there: {error.Message}");
    }

    private static ObjectException OnlyReads(ObjectKey key) => new(ObjectError.Denied, key.Text, $"{key}: a verification writes nothing");

    /// <summary>A root whose own file has gone with the others was removed, unmounted, or is on a medium that gives nothing back.</summary>
    private void DemandStore(ObjectException error)
    {
        try
        {
            Span<byte> first = stackalloc byte[1];
            _ = _below.GetRange(RepositoryNames.Repository, 0, first);
        }
        catch (ObjectException)
        {
            throw new ObjectException(ObjectError.Failed, error.Key, $"{DisplayName} cannot be read any more: {error.Message}", error);
        }
    }

    private long SuffixOffset(ObjectKey key, int size)
    {
        try
        {
            // The length is no part of the bytes: it may well be known.
            var folder = key.Text[..(key.Text.LastIndexOf('/') + 1)];
            var length = _below.List(folder, recursive: false).FirstOrDefault(entry => entry.Key == key).Size;
            return Math.Max(0, length - size);
        }
        catch (ObjectException)
        {
            return 0;
        }
    }
}
