using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Comparing;

/// <summary>A directory that both backups have: pairs its entries by name, and passes over nodes that both have in common.</summary>
internal sealed class ComparedDirectory
{
    private readonly TreeCursor<TreeEntry> _before;
    private readonly TreeCursor<TreeEntry> _after;

    public ComparedDirectory(string prefix, TreeReader beforeTree, DirectoryContent before, TreeReader afterTree, DirectoryContent after)
    {
        Prefix = prefix;
        _before = TreeNodes.EntriesOf(beforeTree, before);
        _after = TreeNodes.EntriesOf(afterTree, after);
    }

    /// <summary>Path of the directory, empty or ending in '/'.</summary>
    public string Prefix { get; }

    /// <summary>The next entries of one name: both, or one of them.</summary>
    /// <returns>False behind the last.</returns>
    /// <exception cref="RepositoryException">The tree is damaged.</exception>
    public bool TryNext(out TreeEntry? before, out TreeEntry? after)
    {
        try
        {
            GoToEntries();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, TreeDamage.Show(Prefix));
        }

        before = _before.IsAtItem ? _before.Item : null;
        after = _after.IsAtItem ? _after.Item : null;
        if (before is not null && after is not null)
        {
            var order = before.Name.Span.SequenceCompareTo(after.Name.Span);
            before = order <= 0 ? before : null;
            after = order >= 0 ? after : null;
        }

        if (before is not null)
        {
            _before.Skip();
        }

        if (after is not null)
        {
            _after.Skip();
        }

        return before is not null || after is not null;
    }

    private void GoToEntries()
    {
        while (_before.IsAtNode || _after.IsAtNode)
        {
            if (_before.IsAtNode && _after.IsAtNode)
            {
                TreeCursor<TreeEntry>.Meet(_before, _after);
            }
            else
            {
                (_before.IsAtNode ? _before : _after).Open();
            }
        }
    }
}
