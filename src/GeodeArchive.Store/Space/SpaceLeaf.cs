using GeodeArchive.Format;

namespace GeodeArchive.Store.Space;

/// <summary>A space page of level 0 in memory.</summary>
internal sealed class SpaceLeaf
{
    /// <summary>Two bits a page. In memory there is a state more, see <see cref="SpaceMap"/>.</summary>
    internal byte[] Body { get; } = new byte[StoreLimits.BodySize];

    /// <summary>Where the last checkpoint has it.</summary>
    internal BlockPointer Location { get; set; }

    /// <summary>Where this checkpoint will have it; 0 if that is the same place.</summary>
    internal PageNumber NewPage { get; set; }

    internal bool IsDirty { get; set; }
}
