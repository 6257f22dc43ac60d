namespace SecretsKit.Charts.Schema.Findings;

/// <summary>How messages write the names of keywords that failed; releases of the reference's library differ in it.</summary>
internal enum KeywordQuoting
{
    /// <summary><c>'oneOf' failed</c>: Helm's.</summary>
    Quoted,

    /// <summary><c>oneOf failed</c>: kubeconform's.</summary>
    Bare,
}
