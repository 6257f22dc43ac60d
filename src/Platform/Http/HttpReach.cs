namespace SecretsKit.Platform.Http;

/// <summary>Which addresses a request may go to.</summary>
public enum HttpReach
{
    /// <summary>All of them.</summary>
    Everywhere,

    /// <summary>
    /// Neither this machine nor its link: no loopback, link-local or unspecified address, however it is written, whatever a name resolves
    /// to, and wherever redirects lead. For URLs that others write, so that they reach neither services of this machine nor the metadata
    /// server of a cloud. A proxy resolves names itself: then only addresses and <c>localhost</c> in the URL are refused.
    /// </summary>
    NoLocalAddresses,
}
