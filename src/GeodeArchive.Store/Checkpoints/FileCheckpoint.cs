using GeodeArchive.Format;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>One file's part of a checkpoint.</summary>
internal sealed class FileCheckpoint
{
    private readonly List<TreePage> _written = [];
    private readonly FrozenTree _frozen;

    internal FileCheckpoint(FrozenTree frozen) => _frozen = frozen;

    internal Tree Tree => _frozen.Tree;

    internal StoreFile File => Tree.File;

    internal ReadOnlyMemory<byte> Attributes => _frozen.Attributes;

    /// <summary>The root, once it is written.</summary>
    internal BlockPointer Root { get; private set; }

    /// <summary>The space map, once it is written.</summary>
    internal FileSpace Space { get; private set; }

    /// <summary>Writes what changed, without a sync.</summary>
    internal void Write(Generation generation, KeptStates kept)
    {
        File.BeginCheckpoint(_frozen.Freed, kept);
        var writer = new PageWriter(File.Device, File.FileId, generation);
        Root = _frozen.Root.Page is { } page ? new TreeWriter(writer, File.Space, _written).Write(page) : _frozen.Root.Pointer;
        var space = File.Space.IsChanged ? File.Space.Write(writer) : File.Durable.Root;
        writer.Flush();
        Space = new FileSpace(space, File.Space.PageCount, generation);
    }

    /// <summary>The checkpoint is durable: its pages need not be in memory any more.</summary>
    internal void Complete()
    {
        File.CompleteCheckpoint(Space);
        foreach (var page in _written)
        {
            page.Settle();
            File.Source.Keep(page);
        }

        Tree.EndCheckpoint(_frozen, isDurable: true, _written.Count);
    }

    /// <summary>The checkpoint failed.</summary>
    internal void Fail(bool mayBeDurable)
    {
        File.FailCheckpoint(mayBeDurable);
        File.ForgetDevice();
        Tree.EndCheckpoint(_frozen, isDurable: false, 0);
    }
}
