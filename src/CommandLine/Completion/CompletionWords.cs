namespace SecretsKit.CommandLine.Completion;

/// <summary>The hidden commands that the scripts of shells call at each press of the tabulator.</summary>
public static class CompletionWords
{
    /// <summary>Asks what may stand where the cursor is.</summary>
    public const string Ask = "__complete";

    /// <summary>The same in the helm command line, whose answer then has no descriptions.</summary>
    public const string AskWithoutDescriptions = "__completeNoDesc";

    /// <summary>The last word in the calls of the scripts that come with the reference tools: lines of texts alone.</summary>
    public const string AskAsReference = "--generate-bash-completion";
}
