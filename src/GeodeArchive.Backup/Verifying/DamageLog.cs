using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>Collects damage from all workers; the first hundred are kept, verification goes on.</summary>
internal sealed class DamageLog
{
    private const int KeptMax = 100;

    private readonly IGate _gate;
    private readonly List<RepositoryException> _damages = [];

    public DamageLog(IScheduler scheduler) => _gate = scheduler.CreateGate();

    public IReadOnlyList<RepositoryException> Damages => _damages;

    /// <summary>Runs a step and keeps the damage that it meets; any other failure ends the verification.</summary>
    public void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (RepositoryException error) when (error.Error is RepositoryError.Damaged or RepositoryError.Unsupported)
        {
            Add(error);
        }
    }

    private void Add(RepositoryException damage)
    {
        _gate.Enter();
        try
        {
            if (_damages.Count < KeptMax)
            {
                _damages.Add(damage);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
