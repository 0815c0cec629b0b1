using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Collects damage from all workers, each once however many meet it; the first hundred are kept, verification goes on.
/// </summary>
internal sealed class DamageLog
{
    private const int KeptMax = 100;

    private readonly IGate _gate;
    private readonly List<RepositoryException> _damages = [];
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);

    public DamageLog(IScheduler scheduler) => _gate = scheduler.CreateGate();

    public IReadOnlyList<RepositoryException> Damages => _damages;

    /// <summary>True when there is more damage than was kept.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Runs a step and keeps the damage that it meets; any other failure ends the verification.</summary>
    /// <returns>False if it met damage, known already or not.</returns>
    public bool Guard(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (RepositoryException error) when (error.Error is RepositoryError.Damaged or RepositoryError.Unsupported)
        {
            Add(error);
            return false;
        }
    }

    private void Add(RepositoryException damage)
    {
        _gate.Enter();
        try
        {
            // The message names file, offset and check: equal messages are one damage.
            if (_messages.Contains(damage.Message))
            {
                return;
            }

            HasMore = _damages.Count == KeptMax;
            if (!HasMore)
            {
                _damages.Add(damage);
                _messages.Add(damage.Message);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
