using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>Operators' paths: absolute, or relative to the root; symbolic links are followed.</summary>
public sealed partial class SimulatedDisk
{
    private const int LinkHopsMax = 40;

    private DirectoryNode Resolve(FilePath path)
    {
        var trail = new Stack<DirectoryNode>([_root]);
        var components = new Stack<byte[]>();
        Push(components, path.Bytes);
        var hopCount = 0;
        while (components.TryPop(out var component))
        {
            if (component.AsSpan().SequenceEqual(".."u8))
            {
                if (trail.Count > 1)
                {
                    trail.Pop();
                }

                continue;
            }

            switch (Find(trail.Peek(), component, path))
            {
                case DirectoryNode directory:
                    trail.Push(directory);
                    break;
                case LinkNode link when ++hopCount <= LinkHopsMax:
                    if (link.Target.AsSpan().StartsWith("/"u8))
                    {
                        trail = new Stack<DirectoryNode>([_root]);
                    }

                    Push(components, link.Target);
                    break;
                case LinkNode:
                    throw new FileException(FileError.WrongKind, "open", path.ToString(), "too many levels of symbolic links");
                default:
                    throw new FileException(FileError.NotADirectory, "open", path.ToString());
            }
        }

        return trail.Peek();
    }

    private static FilePath PathOf(DirectoryNode directory) => directory.Parent is { } parent
        ? PathOf(parent).Append(parent.Live.Single(entry => entry.Value == directory).Key)
        : FilePath.From("/");

    private static SimulatedNode Find(DirectoryNode directory, byte[] component, FilePath path)
    {
        if (component.Length > FileName.LengthMax)
        {
            throw new FileException(FileError.BadName, "open", path.ToString());
        }

        return directory.Live.TryGetValue(FileName.From(component), out var node)
            ? node
            : throw new FileException(FileError.NotFound, "open", path.ToString());
    }

    private static void Push(Stack<byte[]> components, ReadOnlySpan<byte> path)
    {
        var end = path.Length;
        while (end > 0)
        {
            var start = path[..end].LastIndexOf((byte)'/') + 1;
            var component = path[start..end];
            if (!component.IsEmpty && !component.SequenceEqual("."u8))
            {
                components.Push(component.ToArray());
            }

            end = Math.Max(start - 1, 0);
        }
    }
}
