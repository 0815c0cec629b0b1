namespace GeodeArchive.Format;

/// <content>The checks that both encoder and decoder make.</content>
public sealed partial class LogObjectFooter
{
    private void Validate(Place place)
    {
        Object.Validate(place);
        Content.Commit.Validate(Object.EndLsn, place);
        place.Require(
            Object.Group > 0 || Content.PreviousGroupStart == Lsn.Zero, FormatError.BadValue, "previous_group_start in the first group");
        place.Require(
            Content.PreviousGroupStart <= Object.StartLsn, FormatError.BadReference, "previous_group_start is after the object");
        ValidateBlocks(place);
        ValidateEntries(place);
        ValidateGroups(place);
        ValidatePoints(place);
    }

    private void ValidateBlocks(Place place)
    {
        place.Require(!Blocks.IsDefaultOrEmpty, FormatError.BadValue, "block_count is 0");
        LogChain chain = new("the blocks", place);
        long offset = FileHeader.Size;
        CommitPlace commit = Blocks[0].CommitBefore;
        long timeBefore = Blocks[0].Granule.TimeMaxBefore;
        place.Require(commit.Exists || timeBefore == long.MinValue, FormatError.BadReference, "time_max_before without a commit before");
        place.Require(
            !commit.Exists || commit.Time <= timeBefore, FormatError.BadReference, "time_max_before is below that of the commit before");
        for (int i = 0; i < Blocks.Length; i++)
        {
            ref readonly LogObjectBlock block = ref Blocks.ItemRef(i);
            place.RequireRange(block.Offset, offset, offset, "offset of a block");
            place.RequireRange(block.StoredSize, BlockPayload.PrefixSize, Limits.BlockStoredSizeMax, "stored_size of a block");
            place.RequireRange(block.PlainSize, LogRecordHeader.Size, LogArchiveLimits.BlockPlainSizeMax, "plain_size of a block");
            place.Require(
                block.Granule.Start.Value <= ulong.MaxValue - (uint)block.PlainSize,
                FormatError.BadValue,
                "a block ends after the last place");
            block.CommitBefore.Validate(block.Granule.Start, place);
            place.Require(
                block.CommitBefore == commit, FormatError.BadReference, "the commit before a block is not that of the blocks before");
            chain.Add(block.Granule, block.EndLsn, 0);
            offset = block.End;
            commit = LastCommit(block, i + 1 < Blocks.Length ? Blocks[i + 1].CommitBefore : Content.Commit, place);
        }

        place.Require(
            Blocks[0].Granule.Start == Object.StartLsn, FormatError.BadReference, "the first block does not start where the object does");
        place.Require(chain.End == Object.EndLsn, FormatError.BadReference, "the last block does not end where the object does");
        place.Require(commit == Content.Commit, FormatError.BadReference, "the last commit is not that of the blocks");
        TimeMax = chain.TimeMax;
        Span = chain.Span;
    }

    /// <summary>The last commit up to the end of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="last">What follows the block says it is this.</param>
    /// <param name="place">For messages.</param>
    private static CommitPlace LastCommit(in LogObjectBlock block, CommitPlace last, Place place)
    {
        LogGranule granule = block.Granule;
        if (granule.XidLast == Xid.None)
        {
            return block.CommitBefore;
        }

        place.Require(granule.XidFirst > block.CommitBefore.Xid, FormatError.BadOrder, "XIDs of a block are not above those before");
        bool isInside = last.Xid == granule.XidLast
            && last.End > granule.Start
            && last.End <= block.EndLsn
            && last.Time >= granule.TimeFirst
            && last.Time <= granule.TimeLast;
        place.Require(isInside, FormatError.BadReference, "the commit before a block is not the last of the block before");
        return last;
    }

    private void ValidateEntries(Place place)
    {
        place.Require(
            !Entries.IsDefault && Entries.Length == Object.Ordinal, FormatError.BadReference, "entry_count is not the place in the group");
        LogChain chain = new("the entries", place);
        foreach (ref readonly LogObjectEntry entry in Entries.AsSpan())
        {
            place.RequireRange(entry.FileSize, FileHeader.Size + Trailer.Size, LogArchiveLimits.ObjectFileSizeMax, "file_size of an entry");
            place.RequireRange(entry.PointCount, 0, int.MaxValue, "point_count of an entry");
            place.Require(!entry.RootHash.IsZero, FormatError.BadValue, "root_hash of an entry is zero");
            chain.Add(entry.Granule, entry.EndLsn, entry.PointCount);
        }

        place.Require(
            Entries.IsEmpty || Entries[^1].RootHash == Object.PreviousRootHash,
            FormatError.BadReference,
            "the last entry is not of the object before");
        chain.Add(Span, Object.EndLsn, Points.IsDefault ? 0 : Points.Length);
        GroupSpan = chain.Span;
        GroupPointCount = chain.PointCount;
    }

    private void ValidateGroups(Place place)
    {
        long expected = Object.IsLastOfGroup ? Object.Group + 1L : 0;
        place.Require(!Groups.IsDefault && Groups.Length == expected, FormatError.BadReference, "group_count is not that of the groups");
        LogChain chain = new("the groups", place);
        Lsn lastStart = default;
        for (int i = 0; i < Groups.Length; i++)
        {
            LogGroupEntry group = Groups[i];
            chain.Add(group.Granule, group.EndLsn, group.PointCount);
            place.Require(
                group.LastStartLsn >= group.Granule.Start && group.LastStartLsn < group.EndLsn,
                FormatError.BadReference,
                "last_start_lsn is outside its group");
            if (i == Groups.Length - 2)
            {
                lastStart = group.LastStartLsn;
            }
        }

        if (Groups.Length > 0)
        {
            LogGroupEntry own = new(GroupSpan, Object.EndLsn, Object.StartLsn, GroupPointCount);
            place.Require(Groups[^1] == own, FormatError.BadReference, "the last group is not that of the object");
            place.Require(
                lastStart == Content.PreviousGroupStart, FormatError.BadReference, "previous_group_start is not that of the groups");
        }
    }

    private void ValidatePoints(Place place)
    {
        place.Require(!Points.IsDefault, FormatError.BadValue, "no recovery points");
        Lsn before = Object.StartLsn;
        foreach (ref readonly LogObjectPoint point in Points.AsSpan())
        {
            point.Commit.Validate(Object.EndLsn, place);
            place.Require(point.Commit.End > before, FormatError.BadOrder, "recovery points are out of order, or outside the object");
            place.Require(
                point.Commit.Exists && point.Commit.Xid >= Span.XidFirst && point.Commit.Xid <= Span.XidLast,
                FormatError.BadReference,
                "xid of a recovery point is not in the object");
            before = point.Commit.End;
        }
    }
}
