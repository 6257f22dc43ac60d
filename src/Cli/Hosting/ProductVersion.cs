namespace SecretsKit.Cli.Hosting;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>Major.minor.patch.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(3);
}
