using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Storing;

/// <summary>
/// Reads the extended attributes of the source, and leaves file systems alone that have none. Safe for several workers.
/// </summary>
internal sealed class AttributeReader
{
    // A node of the tree holds 4 MiB; Linux itself sets no bound to the attributes of a file.
    private const int SizeMax = 2 << 20;

    private DeviceWithout? _without;

    /// <summary>Attributes of an open file or directory, in the order of their names.</summary>
    /// <param name="node">The file or directory.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="problem">What went wrong, for people; null if nothing did.</param>
    public ImmutableArray<TreeAttribute> Read(INode node, FileMetadata metadata, out string? problem)
    {
        problem = null;
        if (IsWithout(metadata))
        {
            return [];
        }

        try
        {
            var attributes = node.ReadAttributes();
            return attributes.Count == 0 ? [] : Convert(attributes, out problem);
        }
        catch (FileException error)
        {
            problem = ReasonOf(error, metadata);
            return [];
        }
    }

    /// <summary>Attributes of what is not opened: a link, FIFO, socket, device, or an empty file.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="problem">What went wrong, for people; null if nothing did.</param>
    public ImmutableArray<TreeAttribute> Read(IDirectory directory, FileName name, FileMetadata metadata, out string? problem)
    {
        problem = null;
        if (IsWithout(metadata))
        {
            return [];
        }

        try
        {
            var attributes = directory.ReadAttributes(name);
            return attributes.Count == 0 ? [] : Convert(attributes, out problem);
        }
        catch (FileException error)
        {
            problem = ReasonOf(error, metadata);
            return [];
        }
    }

    private static ImmutableArray<TreeAttribute> Convert(IReadOnlyList<ExtendedAttribute> attributes, out string? problem)
    {
        problem = null;
        var sorted = attributes.ToArray();
        Array.Sort(sorted, (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        var entries = ImmutableArray.CreateBuilder<TreeAttribute>(sorted.Length);
        var size = 0;
        foreach (var attribute in sorted)
        {
            size += attribute.Name.Length + attribute.Value.Length;
            if (size > SizeMax)
            {
                problem = $"its attributes have more than {SizeMax >> 20} MiB: those from {ByteText.Show(attribute.Name)} on are not saved";
                break;
            }

            entries.Add(new TreeAttribute(attribute.Name, attribute.Value));
        }

        return entries.DrainToImmutable();
    }

    private bool IsWithout(FileMetadata metadata) => Volatile.Read(ref _without) is { } without && without.Device == metadata.Device;

    private string? ReasonOf(FileException error, FileMetadata metadata)
    {
        if (error.Error != FileError.Unsupported)
        {
            return error.Message;
        }

        Volatile.Write(ref _without, new DeviceWithout(metadata.Device));
        return null;
    }

    /// <summary>The file system that was last found to have no attributes at all.</summary>
    private sealed record DeviceWithout(ulong Device);
}
