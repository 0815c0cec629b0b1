using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>Places in the log that have a name.</summary>
public sealed class RecoveryPointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_there_after_a_restart(bool withCheckpoint)
    {
        var disk = DatabaseBench.NewDisk(1);
        RecoveryPoint first = default;
        RecoveryPoint second = default;
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            first = database.CreateRecoveryPoint("empty");
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            if (withCheckpoint)
            {
                database.Checkpoint();
            }

            second = database.CreateRecoveryPoint("Straße");
            Assert.Equal(second, database.RecoveryPoints["Straße"]);
            Assert.Equal(new Xid(3), second.Xid);
            Assert.Equal(database.Applied, second.Lsn);
            if (withCheckpoint)
            {
                database.Checkpoint();
            }
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Assert.Equal(2, database.RecoveryPoints.Count);
            Assert.Equal(first, database.RecoveryPoints["empty"]);
            Assert.Equal(second, database.RecoveryPoints["Straße"]);
            var failure = Assert.Throws<StoreException>(() => database.CreateRecoveryPoint("empty"));
            Assert.Equal(StoreError.Exists, failure.Error);
            database.CreateRecoveryPoint("third");
            database.Checkpoint();
            Assert.Empty(DatabaseBench.Check(machine, DatabaseBench.Folder));
        });
    }

    [Fact]
    public void A_name_is_taken_once() => DatabaseBench.Run((_, database) =>
    {
        database.CreateRecoveryPoint("a");
        Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => database.CreateRecoveryPoint("a")).Error);
        Assert.Throws<ArgumentException>(() => database.CreateRecoveryPoint(string.Empty));
        Assert.Throws<ArgumentException>(() => database.CreateRecoveryPoint(new string('x', 256)));

        // What was refused left nothing behind.
        database.CreateRecoveryPoint("b");
        Assert.Equal(2, database.RecoveryPoints.Count);
    });
}
