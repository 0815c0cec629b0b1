using System.Globalization;
using GeodeArchive.IndexScale;

// Two programs, so that each has its own peak of memory: "fill" makes a repository of synthetic chunks, "look" looks them up.
if (args is not [var phase and ("fill" or "look"), var directory, var chunks, var chunksPerSegment, var seconds])
{
    Console.Error.WriteLine("usage: GeodeArchive.IndexScale fill|look DIR CHUNKS CHUNKS_PER_SEGMENT SECONDS");
    return 2;
}

var scale = new Scale(
    directory,
    long.Parse(chunks, CultureInfo.InvariantCulture),
    int.Parse(chunksPerSegment, CultureInfo.InvariantCulture),
    TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
if (phase == "fill")
{
    Filling.Run(scale);
}
else
{
    Looking.Run(scale);
}

return 0;
