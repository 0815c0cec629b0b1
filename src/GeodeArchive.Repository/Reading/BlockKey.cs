using GeodeArchive.Format;

namespace GeodeArchive.Repository.Reading;

/// <summary>One block of one segment.</summary>
internal readonly record struct BlockKey(SegmentId Segment, int Block);
