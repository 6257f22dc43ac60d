namespace SecretsKit.Cli.Hosting;

/// <summary>Where a question is asked.</summary>
internal enum QuestionScreen
{
    /// <summary>On standard output.</summary>
    Output,

    /// <summary>On standard error, where standard output holds data.</summary>
    Error,
}
