using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>What a target is on a branch.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Stop">The last commit that counts, or the base; null if the target is not on the branch.</param>
/// <param name="Reason">Why it is not.</param>
/// <param name="Before">Then the last commit before it.</param>
/// <param name="After">And the first after it, if there is one.</param>
internal sealed record BranchOutcome(Branch Branch, CommitPlace? Stop, UnreachableReason Reason, CommitPlace? Before, CommitPlace? After)
{
    public static BranchOutcome Found(Branch branch, CommitPlace stop) => new(branch, stop, default, null, null);

    public static BranchOutcome Missed(Branch branch, UnreachableReason reason, CommitPlace? before, CommitPlace? after = null) =>
        new(branch, null, reason, before, after);
}
