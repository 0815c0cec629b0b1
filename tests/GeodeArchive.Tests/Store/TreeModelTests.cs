using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Tests.Store;

/// <summary>Random histories of a tree, each step compared with a sorted dictionary.</summary>
public sealed class TreeModelTests
{
    [Theory]
    [InlineData(1, 8L << 20, 1200, 1500)]
    [InlineData(2, 0, 1200, 1500)]
    [InlineData(3, 0, 0, 3000)]
    [InlineData(4, 64 << 14, 1900, 800)]
    [InlineData(5, 0, 600, 2500)]
    [InlineData(6, 8L << 20, 0, 40)]
    public void A_tree_is_what_a_sorted_dictionary_is(int seed, long cacheSize, int prefixLength, int keyCount) =>
        StoreBench.Run((ulong)seed, StoreBench.NewDisk((ulong)seed), (machine, files) =>
        {
            var history = new History(machine, files, new StoreOptions { CacheSizeMax = cacheSize }, prefixLength, keyCount);
            history.Run(4000);
        });

    /// <summary>One history.</summary>
    private sealed class History(SimulatedMachine machine, IStoreFiles files, StoreOptions options, int prefixLength, int keyCount)
    {
        private readonly SeededRandom _random = machine.Random;
        private readonly string _prefix = new('p', prefixLength);
        private readonly List<(TreeSnapshot Snapshot, ImmutableSortedDictionary<string, string> Model)> _snapshots = [];
        private TreeStore _store = null!;
        private Tree _tree = null!;
        private Checkpoint? _checkpoint;
        private ulong _lsn;
        private ImmutableSortedDictionary<string, string> _model = StoreBench.EmptyModel;
        private ImmutableSortedDictionary<string, string> _frozen = StoreBench.EmptyModel;
        private ImmutableSortedDictionary<string, string> _durable = StoreBench.EmptyModel;

        public void Run(int stepCount)
        {
            _store = StoreBench.Create(machine, files, options);
            _tree = _store.CreateGraph();
            BeginCheckpoint();
            EndCheckpoint();

            // Times of growth and times of shrinking.
            for (var step = 0; step < stepCount; step++)
            {
                var putsPercent = step / 500 % 3 == 2 ? 25 : 75;
                Step(putsPercent);
            }

            Assert.Equal(_model, StoreBench.Scan(_tree));
            DropSnapshots();
            foreach (var key in _model.Keys.ToArray())
            {
                Assert.True(_tree.Delete(StoreBench.Bytes(key)));
            }

            Assert.True(_tree.IsEmpty);
            _model = StoreBench.EmptyModel;
            EndCheckpoint();
            BeginCheckpoint();
            EndCheckpoint();
            Assert.Equal(0, _tree.DirtySize);
            Assert.Empty(StoreBench.Check(files));
            _store.Dispose();
        }

        private void Step(int putsPercent)
        {
            switch (_random.Next(1000))
            {
                case < 5:
                    BeginCheckpoint();
                    break;
                case < 15:
                    EndCheckpoint();
                    break;
                case < 18:
                    Reopen();
                    break;
                case < 30:
                    TakeSnapshot();
                    break;
                case < 40:
                    CompareSnapshot();
                    break;
                case < 60:
                    CompareRange();
                    break;
                case < 100:
                    var key = NewKey();
                    Assert.Equal(_model.GetValueOrDefault(key), StoreBench.Get(_tree, key));
                    break;
                default:
                    Change(putsPercent);
                    break;
            }
        }

        private void Change(int putsPercent)
        {
            var key = NewKey();
            if (_random.Percent(putsPercent))
            {
                var value = StoreBench.RandomText(_random, NewValueLength());
                StoreBench.Put(_tree, key, value);
                _model = _model.SetItem(key, value);
                return;
            }

            Assert.Equal(_model.ContainsKey(key), _tree.Delete(StoreBench.Bytes(key)));
            _model = _model.Remove(key);
        }

        private string NewKey() => _prefix + _random.Next(keyCount);

        private int NewValueLength() => _random.Next(100) switch
        {
            < 70 => _random.Next(40),
            < 90 => _random.Next(1000),
            < 97 => _random.Next(StoreLimits.InlineValueSizeMax + 1),
            < 99 => StoreLimits.InlineValueSizeMax + 1 + _random.Next(StoreLimits.PageSize * 3),
            _ => _random.Next(2) * StoreLimits.BodySize * 2,
        };

        private void TakeSnapshot()
        {
            if (_snapshots.Count == 5)
            {
                _snapshots[0].Snapshot.Dispose();
                _snapshots.RemoveAt(0);
            }

            _snapshots.Add((_tree.CreateSnapshot(), _model));
        }

        private void CompareSnapshot()
        {
            if (_snapshots.Count > 0)
            {
                var (snapshot, model) = _snapshots[_random.Next(_snapshots.Count)];
                Assert.Equal(model, StoreBench.Scan(snapshot));
                var key = NewKey();
                Assert.Equal(model.GetValueOrDefault(key), snapshot.TryGet(StoreBench.Bytes(key), out var value) ? StoreBench.Text(value.ToArray()) : null);
            }
        }

        private void CompareRange()
        {
            var (start, end) = (NewKey(), NewKey());
            var expected = _model.Where(entry =>
                string.CompareOrdinal(entry.Key, start) >= 0 && string.CompareOrdinal(entry.Key, end) < 0);
            Assert.Equal(expected, StoreBench.Scan(_tree.OpenCursor(StoreBench.Bytes(start), StoreBench.Bytes(end))));
        }

        private void BeginCheckpoint()
        {
            if (_checkpoint is null)
            {
                _checkpoint = _store.BeginCheckpoint(StoreBench.Mark(++_lsn));
                _frozen = _model;
            }
        }

        private void EndCheckpoint()
        {
            if (_checkpoint is not null)
            {
                _checkpoint.Write();
                _checkpoint = null;
                _durable = _frozen;
                Assert.Equal(_lsn, _store.Last.CheckpointLsn.Value);
                CompareDurable();
            }
        }

        private void CompareDurable()
        {
            using var checkpoint = _store.OpenLastCheckpoint();
            using var graph = checkpoint.OpenGraph(_tree.Id);
            Assert.Equal(_durable, StoreBench.Scan(graph));
        }

        private void Reopen()
        {
            DropSnapshots();
            _checkpoint?.Dispose();
            _checkpoint = null;
            _store.Dispose();
            Assert.Empty(StoreBench.Check(files));
            _store = StoreBench.Open(machine, files, options);
            Assert.False(_store.HasFallenBack);
            _tree = _store.Graph(new GraphId(1));
            _model = _durable;
        }

        private void DropSnapshots()
        {
            foreach (var (snapshot, _) in _snapshots)
            {
                snapshot.Dispose();
            }

            _snapshots.Clear();
        }
    }
}
