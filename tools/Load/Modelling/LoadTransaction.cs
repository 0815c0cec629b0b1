namespace GeodeArchive.Load.Modelling;

/// <summary>A transaction of a stream.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Sequence">Its number in the stream, from 1.</param>
/// <param name="Changes">What it does, in order.</param>
public sealed record LoadTransaction(int Client, long Sequence, IReadOnlyList<GraphChange> Changes);
