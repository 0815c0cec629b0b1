using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What was in a directory of the target before anything was restored into it, in the order of names.</summary>
internal sealed class TargetListing
{
    private readonly FileName[] _names;
    private int _next;

    public TargetListing(IDirectory directory)
    {
        _names = [.. directory.List().Select(item => item.Name)];
        Array.Sort(_names);
    }

    /// <summary>True if the name was there.</summary>
    public bool Contains(FileName name) => Array.BinarySearch(_names, name) >= 0;

    /// <summary>Gives out, once, the names before this one, and drops this one. Names are asked for in ascending order.</summary>
    public IEnumerable<FileName> TakeBefore(FileName name)
    {
        while (_next < _names.Length && _names[_next] < name)
        {
            yield return _names[_next++];
        }

        if (_next < _names.Length && _names[_next] == name)
        {
            _next++;
        }
    }

    /// <summary>Gives out the names that are left.</summary>
    public IEnumerable<FileName> TakeRest()
    {
        while (_next < _names.Length)
        {
            yield return _names[_next++];
        }
    }
}
