namespace GeodeArchive.Simulation.Scheduling;

/// <summary>Where a worker waits.</summary>
/// <param name="IsReady">True when it can go on.</param>
/// <param name="Describe">Says where it waits, for people.</param>
/// <param name="Deadline">Elapsed time at which it goes on anyway, if it does.</param>
internal sealed record WaitingPlace(Func<bool> IsReady, Func<string> Describe, TimeSpan? Deadline = null);
