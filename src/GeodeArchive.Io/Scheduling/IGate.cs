namespace GeodeArchive.Io.Scheduling;

/// <summary>
/// Mutual exclusion with one condition (a monitor). Not reentrant. Use it as
/// <c>gate.Enter(); try { while (!condition) gate.Wait(); ... } finally { gate.Exit(); }</c>.
/// </summary>
public interface IGate
{
    /// <summary>Waits for the gate and takes it.</summary>
    void Enter();

    /// <summary>Gives the gate back. Only its holder may call this.</summary>
    void Exit();

    /// <summary>Gives the gate back, waits for <see cref="PulseAll"/>, and takes it again. May wake without a pulse.</summary>
    void Wait();

    /// <summary>As <see cref="Wait()"/>, but for at most <paramref name="timeout"/>; false when the time ran out.</summary>
    bool Wait(TimeSpan timeout);

    /// <summary>Wakes everybody who waits. Only the gate's holder may call this.</summary>
    void PulseAll();
}
