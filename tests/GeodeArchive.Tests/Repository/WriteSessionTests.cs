using System.Buffers.Binary;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Repository;

public sealed class WriteSessionTests
{
    private const int Mebi = 1 << 20;

    [Fact]
    public void Blocks_that_come_faster_than_a_segment_is_made_durable_wait_and_go_on()
    {
        foreach (var seed in SimulationSeeds.Sweep(3))
        {
            Run(seed, (machine, store, session) =>
            {
                var completed = 0;
                store.Completing = _ =>
                {
                    // A slow disk: whoever fills the next parts has all the time to fill the queue.
                    for (var i = 0; i < 2000; i++)
                    {
                        machine.Scheduler.Yield();
                    }

                    completed++;
                };
                using var packer = session.CreatePacker(SegmentKind.Data, CompressionSettings.Parse("none"));
                var content = new byte[Mebi];
                for (uint i = 0; i < 110; i++)
                {
                    packer.Add(Id(i), content);
                }

                Assert.Equal(1, completed);
            });
        }
    }

    [Fact]
    public void Full_store_while_the_index_of_a_long_session_is_written_ends_the_session() => Run(1, (_, store, session) =>
    {
        store.Beginning = key =>
        {
            if (key.Text.StartsWith(RepositoryNames.IndexPrefix, StringComparison.Ordinal))
            {
                throw new ObjectException(ObjectError.NoSpace, key.Text, "no space left");
            }
        };
        using var packer = session.CreatePacker(SegmentKind.Data, CompressionSettings.Parse("none"));
        var content = new byte[Mebi];
        var error = Assert.Throws<RepositoryException>(() =>
        {
            // More chunks than are held in memory, then more bytes than the parts on their way can take.
            for (uint i = 0; i < 550_000; i++)
            {
                packer.Add(Id(i), content.AsSpan(0, 1));
            }

            for (uint i = 0; i < 100; i++)
            {
                packer.Add(Id(1_000_000 + i), content);
            }
        });
        Assert.Equal("no space left", error.Message);
    });

    [Fact]
    public void A_session_that_cannot_start_is_not_left_open() => SimulatedRepository.Run(1, (machine, repository) =>
    {
        var writer = new SessionId(new Id128(1, 1));
        repository.Log.Commit(writer, state =>
        [
            new SessionOpenRecord(writer, state.Number, 0, "host", "test"),
            new IndexAddRecord
            {
                IndexId = new IndexId(new Id128(2, 2)),
                SessionId = writer,
                Domain = Domain.Plain,
                Size = 1 << 20,
                EntryCount = 1,
                RootHash = Hash256.OfContent("lost"u8),
            },
            new SessionCloseRecord(writer, SessionOutcome.Committed),
        ]);
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, machine.Machine.Scheduler, Mebi);
        machine.Disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Open,
            Error = FileError.Io,
            Path = path => path.Contains("/archive/index", StringComparison.Ordinal),
        });
        Assert.Throws<RepositoryException>(() => WriteSession.Open(repository, catalog, "host", "test"));
        Assert.Empty(repository.State.OpenSessions);
    });

    private static void Run(ulong seed, Action<SimulatedMachine, HookedStore, WriteSession> test) => SimulatedMachine.Run(seed, machine =>
    {
        machine.Disk.PutDirectory(SimulatedRepository.Root);
        var directory = machine.Machine.Files.OpenDirectory(FilePath.From(SimulatedRepository.Root));
        var store = new HookedStore(new LocalObjectStore(directory, machine.Machine.Entropy));
        using var repository = ArchiveRepository.OpenOrCreate(machine.Machine, store);
        var catalog = new SegmentCatalog(store, repository.PlainDomain, machine.Machine.Scheduler, Mebi);
        using var session = WriteSession.Open(repository, catalog, "host", "test");
        test(machine, store, session);
    });

    private static ChunkId Id(uint number)
    {
        Span<byte> bytes = stackalloc byte[ChunkId.Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return ChunkId.Read(bytes);
    }
}
