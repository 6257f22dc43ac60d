namespace SecretsKit.Platform.Http;

/// <summary>Compressed transfer of responses.</summary>
public enum HttpCompression
{
    /// <summary>Not offered; content is handed on as it comes.</summary>
    None,

    /// <summary>gzip is offered and undone. Limits count what comes out.</summary>
    Gzip,
}
