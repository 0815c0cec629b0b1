using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Restoring;

/// <summary>Compares what is in the target with what a backup holds, extent by extent. For one worker.</summary>
internal sealed class FileComparer(ChunkReader chunks, TreeReader tree)
{
    private byte[] _bytes = [];

    /// <summary>True if a file has the content of an entry, holes and all.</summary>
    public bool IsSame(IFile file, TreeEntry entry)
    {
        if (file.Length != entry.Size)
        {
            return false;
        }

        var position = 0L;
        foreach (var extent in tree.ReadExtents(entry))
        {
            if (extent.Kind == ExtentKind.Hole ? !IsHole(file, position, extent.Length) : !TryRead(file, position, extent, out _))
            {
                return false;
            }

            position += extent.Length;
        }

        return true;
    }

    /// <summary>The bytes of an extent, if a file has them at its place. They are good until the next call.</summary>
    public bool TryRead(IFile file, long position, Extent extent, out ReadOnlySpan<byte> bytes)
    {
        bytes = [];
        if (extent.Length > Limits.ChunkSizeMax)
        {
            // No chunk has as many bytes: whoever reads it says so.
            return false;
        }

        var length = (int)extent.Length;
        if (_bytes.Length < length)
        {
            _bytes = new byte[length];
        }

        var found = _bytes.AsSpan(0, length);
        bytes = found;
        if (file.Read(found, position) != length)
        {
            return false;
        }

        if (extent.Kind == ExtentKind.WholeChunk)
        {
            return IdentityOf(found) == extent.ChunkId;
        }

        using var lease = chunks.Read(extent.ChunkId);
        return extent.Fits(lease.Bytes.Length) && lease.Bytes.Slice((int)extent.Offset, length).SequenceEqual(found);
    }

    /// <summary>The one place of a restore that asks which chunk some bytes would be.</summary>
    private ChunkId IdentityOf(ReadOnlySpan<byte> bytes) => chunks.Domain.IdOf(bytes);

    private static bool IsHole(IFile file, long position, long length) =>
        !file.TryFindData(position, out var start, out _) || start >= position + length;
}
