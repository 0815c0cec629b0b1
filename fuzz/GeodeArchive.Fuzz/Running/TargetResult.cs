namespace GeodeArchive.Fuzz.Running;

/// <summary>What came of fuzzing one target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="ExecutionCount">Inputs that it was given.</param>
/// <param name="AcceptedCount">Of them, those that it accepted.</param>
/// <param name="OutcomeCount">Different things that happened: accepted, and every reason for a refusal.</param>
/// <param name="Elapsed">Time that it took.</param>
/// <param name="Finding">What was found, or null.</param>
/// <param name="Passed">Whether that is as it should be.</param>
public sealed record TargetResult(
    string Target, long ExecutionCount, long AcceptedCount, int OutcomeCount, TimeSpan Elapsed, FuzzFinding? Finding, bool Passed);
