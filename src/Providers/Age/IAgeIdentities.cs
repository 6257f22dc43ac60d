namespace SecretsKit.Providers.Age;

/// <summary>Where the age identities of a process come from. Implementations are safe for concurrent use.</summary>
public interface IAgeIdentities
{
    /// <summary>The identities that may open a file, for as long as the caller keeps the set.</summary>
    /// <param name="recipient">The recipient that the file is for, as its metadata has it; a key command gets it.</param>
    /// <param name="ct">Ends a key command that is running.</param>
    /// <returns>
    /// A set that the caller disposes. Its identities can be used until then, whatever is replaced or disposed in the meantime. A source
    /// that cannot be read is part of the explanation in the set, not an exception.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The owner has disposed the identities.</exception>
    ValueTask<AgeIdentitySet> LoadAsync(string recipient, CancellationToken ct);
}
