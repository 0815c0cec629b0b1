using GeodeArchive.Loading.Reading;

namespace GeodeArchive.Loading.Rows;

/// <summary>Makes rows of the records of one file; for one worker.</summary>
internal interface IRowParser
{
    /// <summary>Adds the rows of a chunk.</summary>
    /// <exception cref="LoadException">A record cannot be taken.</exception>
    void Parse(Chunk chunk, ParsedRows rows);
}
