# Figures of R for the samples in data/, written to figures.json.  In this folder:   Rscript reference.R
# See README.md for the versions.  Network sizes that are unknown or zero: RDS takes the largest for them.
suppressMessages({ library(RDS); library(RDStreeboot); library(poLCA); library(psych); library(irr); library(jsonlite) })

quiet <- function(x) suppressWarnings(suppressMessages(x))
named <- function(x) { v <- as.list(as.numeric(x)); names(v) <- names(x); v }
read <- function(name) read.csv(file.path("data", paste0(name, ".csv")), colClasses = "character", na.strings = "")

as_rds <- function(raw) {
  if ("own" %in% names(raw)) raw$recruiter <- rid.from.coupons(raw, "own", paste0("given_", 1:3), "id")
  raw$recruiter[!(raw$recruiter %in% raw$id)] <- "0"  # sorts first: see the reference on the SS bootstrap
  as.rds.data.frame(data.frame(id = raw$id, recruiter.id = raw$recruiter, size = as.numeric(raw$size),
                               answer = factor(raw$answer), hours = as.numeric(raw$hours)), network.size = "size")
}

# successive sampling: on copies of the sample, so that RDS's whole people and five rounds do not matter
successive <- function(d, N, copies) {
  size <- get.net.size(d); size[is.na(size) | size == 0] <- max(size, na.rm = TRUE)
  set.seed(1)
  w <- gile.ss.weights(rep(size, copies), N * copies, number.ss.samples.per.iteration = 4000, number.ss.iterations = 20)
  a <- rep(as.character(d$answer), copies)
  named(tapply(as.numeric(w), a, sum) / sum(w[!is.na(a)]))
}

tree_bootstrap <- function(d, B = 10000) {
  id <- get.id(d); from <- match(get.rid(d), id); to <- which(!is.na(from))
  set.seed(2)
  trees <- RDStreeboot:::.TBS(list(nodes = seq_along(id), edges = data.frame(node1 = from[to], node2 = to)), B)
  sd_of <- function(l) sd(sapply(trees, RDStreeboot:::.prop.vh, as.numeric(d$answer == l), get.net.size(d)), na.rm = TRUE)
  setNames(lapply(levels(d$answer), sd_of), levels(d$answer))
}

recruitment <- function(name) {
  d <- as_rds(read(name)); wave <- get.wave(d); n <- nrow(d)
  shares <- function(f, ...) named(quiet(f(d, "answer", empir.lik = FALSE, to.factor = TRUE, ...))@estimate)
  out <- list(people_by_wave = I(as.integer(table(wave))), wave = setNames(as.list(as.integer(wave)), get.id(d)),
    recruiter = setNames(as.list(get.rid(d)), get.id(d)),
    rds1 = shares(RDS.I.estimates), rds2 = shares(RDS.II.estimates), rds2_without_seeds = shares(RDS.II.estimates, subset = wave > 0),
    rds2_known_sizes = shares(RDS.II.estimates, subset = size > 0),
    mean_hours = as.numeric(quiet(RDS.II.estimates(d, "hours", empir.lik = FALSE))@estimate),
    recruitment_homophily = as.numeric(attr(quiet(homophily.estimates(d, "answer", recruitment = TRUE, weight.type = "RDS-II", N = 10 * n))@estimate, "homophily")))
  if (!anyNA(d$answer)) {
    h <- quiet(homophily.estimates(d, "answer", weight.type = "RDS-II", N = 10 * n))@estimate
    out$population_homophily <- if (length(h) == 1) as.numeric(h) else named(h)
  }
  if (nlevels(d$answer) == 2) out$activity <- as.numeric(quiet(differential.activity.estimates(d, "answer", weight.type = "RDS-II", N = 10 * n)))[1]
  out$successive <- setNames(lapply(c(2, 6) * n, function(N) successive(d, N, ceiling(1000 / n))), c(2, 6) * n)
  if (!anyNA(get.net.size(d)) && !anyNA(d$answer) && name != "one_chain") out$tree_sd <- tree_bootstrap(d)
  out
}

classes <- function(k, starts = 400) {
  X <- as.data.frame(lapply(read("classes"), as.integer)); set.seed(k)
  m <- quiet(poLCA(cbind(v1, v2, v3, v4) ~ 1, X, nclass = k, nrep = starts, maxiter = 20000, tol = 1e-10, na.rm = FALSE, verbose = FALSE, calc.se = FALSE))
  list(k = k, loglik = m$llik, bic = m$bic, shares = I(sort(m$P, decreasing = TRUE)), starts = starts, starts_at_best = sum(m$attempts > m$llik - 1e-4))
}

X <- as.data.frame(lapply(read("ordered"), as.numeric)); codings <- read("codings")
both <- !is.na(codings$coder_1) & !is.na(codings$coder_2)
figures <- list(
  recruitment = sapply(c("one_chain", "coupons", "extremes", "many_seeds", "sticky", "tiny"), recruitment, simplify = FALSE),
  classes = lapply(2:4, classes),
  polychoric = unname(quiet(polychoric(X, correct = 0, global = FALSE, smooth = FALSE))$rho),
  alpha_of_items = quiet(psych::alpha(X))$total$raw_alpha,
  kappa = quiet(cohen.kappa(codings[both, 1:2]))$kappa,
  krippendorff = kripp.alpha(t(as.matrix(codings)), "nominal")$value)
write_json(figures, "figures.json", digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE)
