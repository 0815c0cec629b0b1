using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A backup that is open for restoring.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Reader">Reads its domain; owned.</param>
/// <param name="Root">The source directory's entry.</param>
/// <param name="Known">That of its parent; null if there is none, or it does not matter.</param>
internal sealed record RestoreSource(BackupAddRecord Backup, DomainReader Reader, TreeEntry Root, TreeEntry? Known) : IDisposable
{
    /// <summary>Reads its content.</summary>
    public ChunkReader Chunks => Reader.Chunks;

    /// <summary>Reads its tree.</summary>
    public TreeReader Tree => Reader.Tree;

    /// <inheritdoc/>
    public void Dispose() => Reader.Dispose();
}
