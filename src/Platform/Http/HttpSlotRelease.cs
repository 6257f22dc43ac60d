namespace SecretsKit.Platform.Http;

/// <summary>When a request gives its place under a concurrency limit to the next one.</summary>
public enum HttpSlotRelease
{
    /// <summary>When its response is disposed.</summary>
    AfterContent,

    /// <summary>When the head of its response is there: for contents that stay open, such as watches and logs that are followed.</summary>
    AfterHead,
}
