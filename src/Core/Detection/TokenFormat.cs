namespace SecretsKit.Core.Detection;

/// <summary>The letters behind a token's prefix.</summary>
internal enum TokenLetters
{
    /// <summary>Letters and digits.</summary>
    Alphanumeric,

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>.</summary>
    Word,

    /// <summary>Capitals and digits.</summary>
    Capitals,

    /// <summary>Small hex digits.</summary>
    Hex,

    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    Dotted,
}

/// <summary>A provider's format of tokens that is known by its first letters.</summary>
/// <param name="Prefix">Case matters.</param>
/// <param name="What">For people.</param>
/// <param name="Letters">Behind the prefix.</param>
/// <param name="Least">Fewest of them.</param>
/// <param name="Most">Most of them.</param>
internal sealed record TokenFormat(string Prefix, string What, TokenLetters Letters, int Least, int Most = 512)
{
    /// <summary>All that are known; each as its provider documents it.</summary>
    public static IReadOnlyList<TokenFormat> All { get; } =
    [
        new("AKIA", "AWS access key id", TokenLetters.Capitals, 16, 16),
        new("ASIA", "AWS temporary access key id", TokenLetters.Capitals, 16, 16),
        new("ghp_", "GitHub personal access token", TokenLetters.Alphanumeric, 36, 36),
        new("gho_", "GitHub OAuth token", TokenLetters.Alphanumeric, 36, 36),
        new("ghu_", "GitHub user token", TokenLetters.Alphanumeric, 36, 36),
        new("ghs_", "GitHub server token", TokenLetters.Alphanumeric, 36, 36),
        new("ghr_", "GitHub refresh token", TokenLetters.Alphanumeric, 36, 255),
        new("github_pat_", "GitHub fine-grained token", TokenLetters.Word, 50, 100),
        new("glpat-", "GitLab personal access token", TokenLetters.Dotted, 20),
        new("gldt-", "GitLab deploy token", TokenLetters.Word, 20),
        new("glrt-", "GitLab runner token", TokenLetters.Word, 20),
        new("glptt-", "GitLab trigger token", TokenLetters.Word, 20),
        new("glcbt-", "GitLab job token", TokenLetters.Word, 20),
        new("glagent-", "GitLab agent token", TokenLetters.Word, 20),
        new("glsoat-", "GitLab SCIM token", TokenLetters.Word, 20),
        new("xoxb-", "Slack bot token", TokenLetters.Word, 20),
        new("xoxp-", "Slack user token", TokenLetters.Word, 20),
        new("xoxa-", "Slack app token", TokenLetters.Word, 20),
        new("xoxr-", "Slack refresh token", TokenLetters.Word, 20),
        new("xoxs-", "Slack session token", TokenLetters.Word, 20),
        new("xapp-", "Slack app-level token", TokenLetters.Word, 20),
        new("AIza", "Google API key", TokenLetters.Word, 35, 35),
        new("GOCSPX-", "Google OAuth client secret", TokenLetters.Word, 28, 28),
        new("ya29.", "Google access token", TokenLetters.Word, 30, 2048),
        new("sk_live_", "Stripe secret key", TokenLetters.Alphanumeric, 16),
        new("rk_live_", "Stripe restricted key", TokenLetters.Alphanumeric, 16),
        new("sk_test_", "Stripe test key", TokenLetters.Alphanumeric, 16),
        new("whsec_", "webhook signing secret", TokenLetters.Alphanumeric, 24),
        new("npm_", "npm access token", TokenLetters.Alphanumeric, 36, 36),
        new("pypi-AgE", "PyPI token", TokenLetters.Word, 50, 1024),
        new("rubygems_", "RubyGems key", TokenLetters.Hex, 48, 48),
        new("dckr_pat_", "Docker Hub token", TokenLetters.Word, 20),
        new("SG.", "SendGrid key", TokenLetters.Dotted, 60, 70),
        new("dop_v1_", "DigitalOcean token", TokenLetters.Hex, 64, 64),
        new("doo_v1_", "DigitalOcean OAuth token", TokenLetters.Hex, 64, 64),
        new("hvs.", "Vault service token", TokenLetters.Word, 24, 300),
        new("hvb.", "Vault batch token", TokenLetters.Word, 100, 600),
        new("hf_", "Hugging Face token", TokenLetters.Alphanumeric, 34, 40),
        new("sk-proj-", "OpenAI key", TokenLetters.Word, 40),
        new("sk-ant-", "Anthropic key", TokenLetters.Word, 40),
        new("dapi", "Databricks token", TokenLetters.Hex, 32, 32),
        new("glsa_", "Grafana service account token", TokenLetters.Word, 32),
        new("glc_", "Grafana Cloud token", TokenLetters.Alphanumeric, 32),
        new("NRAK-", "New Relic key", TokenLetters.Capitals, 27, 27),
        new("lin_api_", "Linear key", TokenLetters.Alphanumeric, 40, 40),
        new("shpat_", "Shopify token", TokenLetters.Hex, 32, 32),
        new("shpss_", "Shopify shared secret", TokenLetters.Hex, 32, 32),
        new("dp.pt.", "Doppler token", TokenLetters.Alphanumeric, 40, 44),
        new("dp.st.", "Doppler service token", TokenLetters.Dotted, 40, 80),
        new("pul-", "Pulumi token", TokenLetters.Hex, 40, 40),
        new("PMAK-", "Postman key", TokenLetters.Word, 59, 59),
        new("tskey-", "Tailscale key", TokenLetters.Word, 20),
        new("sntrys_", "Sentry token", TokenLetters.Word, 40, 512),
        new("ATATT3", "Atlassian token", TokenLetters.Word, 100, 250),
        new("AGE-SECRET-KEY-1", "age identity", TokenLetters.Capitals, 58, 58),
        new("AGE-SECRET-KEY-PQ-1", "post-quantum age identity", TokenLetters.Capitals, 58, 120),
    ];
}
