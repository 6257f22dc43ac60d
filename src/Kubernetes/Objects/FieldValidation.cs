namespace SecretsKit.Kubernetes.Objects;

/// <summary>What a server does about fields that it does not know, or that occur twice.</summary>
public enum FieldValidation
{
    /// <summary>What the server does unless asked: nothing is sent.</summary>
    ServerDefault,

    /// <summary>They are dropped.</summary>
    Ignore,

    /// <summary>They are dropped, with a warning.</summary>
    Warn,

    /// <summary>The request fails.</summary>
    Strict,
}
