namespace SecretsKit.Providers.Aws.Access;

/// <summary>A service of AWS that stores secrets or makes them, and what its calls need.</summary>
/// <param name="Provider">What people call it.</param>
/// <param name="Name">Its name in signatures.</param>
/// <param name="Target">What the header <c>X-Amz-Target</c> begins with.</param>
/// <param name="EndpointVariable">The variable of the reference that has another address.</param>
/// <param name="Variable">Its name in AWS's own variables for addresses.</param>
internal sealed record AwsStoreService(string Provider, string Name, string Target, string EndpointVariable, string Variable)
{
    /// <summary>Its name in addresses. Default that in signatures.</summary>
    public string Address { get; init; } = Name;

    /// <summary>AWS Secrets Manager.</summary>
    public static AwsStoreService SecretsManager { get; } =
        new("AWS Secrets Manager", "secretsmanager", "secretsmanager", "AWS_SECRETSMANAGER_ENDPOINT", "SECRETS_MANAGER");

    /// <summary>AWS Systems Manager Parameter Store.</summary>
    public static AwsStoreService ParameterStore { get; } = new("AWS Parameter Store", "ssm", "AmazonSSM", "AWS_SSM_ENDPOINT", "SSM");

    /// <summary>AWS Certificate Manager.</summary>
    public static AwsStoreService CertificateManager { get; } =
        new("AWS Certificate Manager", "acm", "CertificateManager", "AWS_ACM_ENDPOINT", "ACM");

    /// <summary>The registry of container images.</summary>
    public static AwsStoreService Registry { get; } =
        new("AWS ECR", "ecr", "AmazonEC2ContainerRegistry_V20150921", "AWS_ECR_ENDPOINT", "ECR") { Address = "api.ecr" };

    /// <summary>The public registry of container images.</summary>
    public static AwsStoreService PublicRegistry { get; } =
        new("AWS public ECR", "ecr-public", "SpencerFrontendService", "AWS_ECR_PUBLIC_ENDPOINT", "ECR_PUBLIC")
        {
            Address = "api.ecr-public",
        };

    /// <summary>The Security Token Service.</summary>
    public static AwsStoreService Tokens { get; } = new("AWS STS", "sts", "", "AWS_STS_ENDPOINT", "STS");
}
