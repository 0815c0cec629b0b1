using GeodeArchive.Loading.Reading;
using GeodeArchive.Loading.Writing;

namespace GeodeArchive.Loading.Rows;

/// <summary>What the workers of a stage share.</summary>
/// <param name="Target">Where rows go; only in one's turn.</param>
/// <param name="Ids">Nodes by the ids of the input; changed only in one's turn, and only while nodes are loaded.</param>
/// <param name="Turns">Whose turn it is.</param>
/// <param name="Progress">Is told how far the load is.</param>
internal sealed record LoadState(ILoadTarget Target, ExternalIds Ids, Turns Turns, LoadProgress Progress);
