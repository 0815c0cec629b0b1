using System.Globalization;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Collects damage from all workers, each once however many meet it, with the first paths of the tree that need what is damaged; the
/// first hundred are kept, verification goes on.
/// </summary>
internal sealed class DamageLog
{
    private const int KeptMax = 100;

    private readonly IGate _gate;
    private readonly List<Kept> _kept = [];
    private readonly Dictionary<string, Kept> _byMessage = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, long Offset), Kept> _byPlace = [];
    private volatile bool _isEmpty = true;

    public DamageLog(IScheduler scheduler) => _gate = scheduler.CreateGate();

    /// <summary>True while nothing is damaged.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>True when there is more damage than was kept.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The damage, in the order it was found. Ask when the workers have ended.</summary>
    public IReadOnlyList<RepositoryException> ToList() => _kept.ConvertAll(kept => kept.Describe());

    /// <summary>Runs a step and keeps the damage that it meets; any other failure ends the verification.</summary>
    /// <param name="step">What to do.</param>
    /// <param name="path">The path of the tree that needs what the step looks at; null if it is not known.</param>
    /// <returns>False if it met damage, known already or not.</returns>
    public bool Guard(Action step, string? path = null)
    {
        try
        {
            step();
            return true;
        }
        catch (RepositoryException error) when (TreeDamage.IsDamage(error))
        {
            Add(error, path);
            return false;
        }
    }

    /// <summary>Says that a path needs what lies in a structure, in case it was found damaged before.</summary>
    public void AddPath(string key, long offset, string path)
    {
        _gate.Enter();
        try
        {
            _byPlace.GetValueOrDefault((key, offset))?.AddPath(path);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Add(RepositoryException damage, string? path)
    {
        _gate.Enter();
        try
        {
            _isEmpty = false;

            // The message names file, offset and check: equal messages are one damage.
            if (!_byMessage.TryGetValue(damage.Message, out var kept))
            {
                if (_kept.Count == KeptMax)
                {
                    HasMore = true;
                    return;
                }

                kept = new Kept(damage);
                _kept.Add(kept);
                _byMessage.Add(damage.Message, kept);
                _byPlace.TryAdd((damage.DamagedKey!, damage.DamagedOffset!.Value), kept);
            }

            if (path is not null)
            {
                kept.AddPath(path);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A damage, and the paths that need what is damaged.</summary>
    private sealed class Kept(RepositoryException damage)
    {
        private const int PathsNamedMax = 3;

        private readonly List<string> _named = [];
        private string? _last;
        private long _pathCount;

        public void AddPath(string path)
        {
            // What one path needs is looked at in a row.
            if (path == _last)
            {
                return;
            }

            _last = path;
            _pathCount++;
            if (_named.Count < PathsNamedMax)
            {
                _named.Add(TreeDamage.Show(path));
            }
        }

        public RepositoryException Describe()
        {
            if (_named.Count == 0)
            {
                return damage;
            }

            var more = _pathCount - _named.Count;
            var paths = string.Join(", ", _named);
            return TreeDamage.Naming(
                damage, more == 0 ? paths : string.Create(CultureInfo.InvariantCulture, $"{paths} and {more} more"));
        }
    }
}
