using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Walking;

/// <summary>One step of the walk, on its way to the assembler.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Entry">Of an entered directory: all but its content. Of an entry: complete, or null while its content is being
/// stored.</param>
/// <param name="File">Of an entry whose content is being stored.</param>
internal readonly record struct WalkItem(WalkItemKind Kind, TreeEntry? Entry, PendingFile? File)
{
    public static WalkItem Enter(TreeEntry directory) => new(WalkItemKind.Enter, directory, null);

    public static WalkItem Complete(TreeEntry entry) => new(WalkItemKind.Entry, entry, null);

    public static WalkItem Pending(PendingFile file) => new(WalkItemKind.Entry, null, file);

    public static WalkItem Leave() => new(WalkItemKind.Leave, null, null);
}
