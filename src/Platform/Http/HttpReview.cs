namespace SecretsKit.Platform.Http;

/// <summary>What a <see cref="HttpRequest.Review"/> says about a response. The policy and its budget bound what is sent again.</summary>
public enum HttpReview
{
    /// <summary>As the status says.</summary>
    ByStatus,

    /// <summary>It is the result, whatever its status.</summary>
    Final,

    /// <summary>The server turned the request away for now and did nothing: any request is sent again.</summary>
    TurnedAway,

    /// <summary>The server failed and may have done something: idempotent requests are sent again.</summary>
    Failed,

    /// <summary>
    /// What was wrong is set right on this side, such as the time of a signature: any request is sent again without a wait, three times at
    /// most.
    /// </summary>
    Corrected,
}
