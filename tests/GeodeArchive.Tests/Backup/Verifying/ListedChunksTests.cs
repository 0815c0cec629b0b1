using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Tests.Repository;

namespace GeodeArchive.Tests.Backup.Verifying;

/// <summary>Chunks of which other backups hold copies.</summary>
public sealed class ListedChunksTests
{
    private const int OtherCount = 30;
    private const int CopyCount = 20;

    [Fact]
    public void A_copy_is_found_in_the_segment_that_is_listed_without_a_look_at_the_others() =>
        SimulatedRepository.Run(1, (machine, repository) =>
        {
            var chunk = ChunkId.OfPlain("in every copy"u8);
            var others = Enumerable.Range(0, OtherCount).Select(number => Commit(new MadeUpBackup(repository), $"other-{number}", [number])).ToArray();

            // All sessions are opened before one of them commits, so that none knows that the others store the same.
            var sessions = Enumerable.Range(0, CopyCount).Select(_ => new MadeUpBackup(repository)).ToArray();
            var copies = sessions.Select((session, number) => Commit(session, $"copy-{number}", "in every copy"u8.ToArray(), [200, (byte)number])).ToArray();

            var listed = SegmentRuns.From([.. others.SelectMany(backup => backup.Segments), .. copies[^1].Segments]);
            var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, machine.Machine.Scheduler, 1 << 20);
            var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, catalog);
            var before = machine.Disk.OperationCount;
            var chunks = new ListedChunks(repository.State, listed, index);
            Assert.True(chunks.TryFind(chunk, out var table, out var place, out _));
            Assert.Contains(repository.State.FindSegment(table.Segment.Id)!.Number, copies[^1].Segments);
            Assert.Equal("in every copy"u8.Length, place.Length);

            // A look-up reads an index page or a table in a few operations: one for each copy, none for the others.
            var operationCount = machine.Disk.OperationCount - before;
            Assert.True(operationCount < 12 * CopyCount, $"{operationCount} operations");

            // The next chunk of that segment costs nothing.
            before = machine.Disk.OperationCount;
            Assert.True(chunks.TryFind(chunk, out _, out _, out _));
            Assert.Equal(before, machine.Disk.OperationCount);
            var unlisted = new ListedChunks(repository.State, SegmentRuns.From(others.SelectMany(backup => backup.Segments)), index);
            Assert.False(unlisted.TryFind(chunk, out _, out _, out var isKnown));
            Assert.True(isKnown);
            Assert.False(unlisted.TryFind(ChunkId.OfPlain("nowhere"u8), out _, out _, out isKnown));
            Assert.False(isKnown);
        });

    private static BackupAddRecord Commit(MadeUpBackup made, string name, params byte[][] chunks)
    {
        using (made)
        {
            foreach (var chunk in chunks)
            {
                made.Put(chunk);
            }

            return made.Commit(made.Directory(MadeUpBackup.Entry(name)), name);
        }
    }

    private static BackupAddRecord Commit(MadeUpBackup made, string name, int[] numbers) =>
        Commit(made, name, [.. numbers.Select(BitConverter.GetBytes)]);
}
