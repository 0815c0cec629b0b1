using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Documents;

/// <summary>An open session.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="Host">Where its writer runs.</param>
/// <param name="Program">What it is.</param>
/// <param name="Started">When it was opened, RFC 3339.</param>
internal sealed record SessionDocument(string SessionId, string Host, string Program, string Started)
{
    /// <summary>Describes sessions.</summary>
    public static IReadOnlyList<SessionDocument> From(IEnumerable<SessionOpenRecord> sessions) =>
    [
        .. sessions.Select(session => new SessionDocument(
            session.SessionId.ToString(), session.Host, session.Program, TimeText.ForJson(session.Started))),
    ];
}
