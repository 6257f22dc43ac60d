namespace SecretsKit.Providers.Age;

/// <summary>
/// Identities with an owner and any number of users: they are wiped when the owner has closed them and the last user has released them,
/// whichever comes last. Safe for concurrent use.
/// </summary>
internal sealed class SharedAgeIdentities(IReadOnlyList<AgeIdentity> identities)
{
    private readonly Lock _gate = new();
    private readonly List<AgeIdentity> _identities = [.. identities];
    private int _users;
    private bool _isClosed;

    /// <summary>Adds identities, given away. The owner or a user adds, so that they are not wiped before.</summary>
    public void Add(IReadOnlyList<AgeIdentity> added)
    {
        lock (_gate)
        {
            _identities.AddRange(added);
        }
    }

    /// <summary>Counts one more user, who calls <see cref="Release"/> once.</summary>
    /// <exception cref="ObjectDisposedException">The owner has closed them.</exception>
    public void Hold()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(IAgeIdentities));
            _users++;
        }
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _users--;
            WipeIfUnused();
        }
    }

    /// <summary>Ends the owner's use; there are no new users after it. Calling it again does nothing.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            WipeIfUnused();
        }
    }

    private void WipeIfUnused()
    {
        if (!_isClosed || _users > 0)
        {
            return;
        }

        foreach (var identity in _identities)
        {
            identity.Dispose();
        }

        _identities.Clear();
    }
}
