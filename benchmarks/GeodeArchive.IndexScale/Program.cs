using System.Globalization;
using GeodeArchive.IndexScale;

// Three programs, so that each has its own peak of memory: "fill" is a first backup, "make" makes what "look" looks into.
if (args is not [var phase and ("fill" or "make" or "look"), var directory, var chunks, var chunksPerSegment, var seconds])
{
    Console.Error.WriteLine("usage: GeodeArchive.IndexScale fill|make|look DIR CHUNKS CHUNKS_PER_SEGMENT SECONDS");
    return 2;
}

var scale = new Scale(
    directory,
    long.Parse(chunks, CultureInfo.InvariantCulture),
    int.Parse(chunksPerSegment, CultureInfo.InvariantCulture),
    TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
switch (phase)
{
    case "fill":
        Filling.Run(scale);
        break;
    case "make":
        Making.Run(scale);
        break;
    default:
        Looking.Run(scale);
        break;
}

return 0;
