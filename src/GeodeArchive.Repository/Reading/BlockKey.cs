namespace GeodeArchive.Repository.Reading;

using GeodeArchive.Format;

/// <summary>One block of one segment.</summary>
internal readonly record struct BlockKey(SegmentId Segment, int Block);
