namespace SecretsKit.Providers.Age;

/// <summary>
/// A given set of identities that can be replaced while files are being opened, for a process that runs long and reads its keys from a
/// place that changes. Who loaded the old set goes on with it; it is wiped when the last of them has released it. Never a mixture: a
/// loaded set is the old one or the new one. Safe for concurrent use.
/// </summary>
public sealed class ReplaceableAgeIdentities : IAgeIdentities, IDisposable
{
    private readonly string _location;
    private readonly Lock _gate = new();
    private Generation _current;
    private bool _isDisposed;

    /// <summary>Identities to begin with.</summary>
    /// <param name="location">Where they are from, for messages, which name it when no identity is there or none fits.</param>
    /// <param name="identities">Given away; none is allowed to be a part of another set. Empty for none so far.</param>
    public ReplaceableAgeIdentities(string location, IReadOnlyList<AgeIdentity> identities)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(identities);
        (_location, _current) = (location, new(identities));
    }

    /// <summary>Puts identities in the place of the present ones.</summary>
    /// <param name="identities">
    /// Given away, also when this fails; none is allowed to be a part of another set. Empty: from now on nothing can be opened.
    /// </param>
    /// <exception cref="ObjectDisposedException">This object is disposed; the identities are wiped.</exception>
    public void Replace(IReadOnlyList<AgeIdentity> identities)
    {
        ArgumentNullException.ThrowIfNull(identities);
        var unused = new Generation(identities);
        bool isDisposed;
        lock (_gate)
        {
            isDisposed = _isDisposed;
            if (!isDisposed)
            {
                (_current, unused) = (unused, _current);
            }
        }

        unused.Shared.Close();
        ObjectDisposedException.ThrowIf(isDisposed, this);
    }

    /// <inheritdoc/>
    public ValueTask<AgeIdentitySet> LoadAsync(string recipient, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var set = new AgeIdentitySet(_current.Shared);
            set.AddSource(_location, _current.Result);
            return new(set);
        }
    }

    /// <summary>Ends the use of the present identities: they are wiped when the last set of them is released.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _current.Shared.Close();
    }

    /// <summary>A fixed text; never an identity.</summary>
    public override string ToString() => "ReplaceableAgeIdentities(***)";

    private sealed class Generation(IReadOnlyList<AgeIdentity> identities)
    {
        public SharedAgeIdentities Shared { get; } = new(identities);

        public AgeSourceResult Result { get; } = new([.. identities], null);
    }
}
