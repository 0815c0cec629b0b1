using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A backup that is open for restoring.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Chunks">Reads its content; owned by whoever opened it.</param>
/// <param name="Tree">Reads its tree.</param>
/// <param name="Root">The source directory's entry.</param>
/// <param name="Known">That of its parent; null if there is none, or it does not matter.</param>
internal sealed record RestoreSource(BackupAddRecord Backup, ChunkReader Chunks, TreeReader Tree, TreeEntry Root, TreeEntry? Known);
