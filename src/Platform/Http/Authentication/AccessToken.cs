namespace SecretsKit.Platform.Http.Authentication;

/// <summary>A token that servers accept for some time. Never printed.</summary>
/// <param name="value">The token.</param>
/// <param name="expires">When it ends; null if that is not known.</param>
public sealed class AccessToken(string value, DateTimeOffset? expires)
{
    /// <summary>When it ends; null if that is not known.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    /// <summary>The token itself.</summary>
    public string Reveal() => value;

    /// <summary>Not the token.</summary>
    public override string ToString() => "AccessToken(***)";
}
