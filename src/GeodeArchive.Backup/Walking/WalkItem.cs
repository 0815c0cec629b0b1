using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Walking;

/// <summary>One step of the walk, on its way to the assembler.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Entry">Of an entered directory: all but its content. Of an entry: complete, or null while its content is being
/// stored.</param>
/// <param name="File">Of an entry whose content is being stored.</param>
/// <param name="Link">Of a file with several names: what they share.</param>
internal readonly record struct WalkItem(WalkItemKind Kind, TreeEntry? Entry, PendingFile? File, LinkedFile? Link = null)
{
    public static WalkItem Enter(TreeEntry directory) => new(WalkItemKind.Enter, directory, null);

    public static WalkItem Complete(TreeEntry entry, LinkedFile? link = null) => new(WalkItemKind.Entry, entry, null, link);

    public static WalkItem Pending(PendingFile file, LinkedFile? link) => new(WalkItemKind.Entry, null, file, link);

    public static WalkItem FurtherName(TreeEntry entry, LinkedFile link) => new(WalkItemKind.FurtherName, entry, null, link);

    public static WalkItem Leave() => new(WalkItemKind.Leave, null, null);
}
