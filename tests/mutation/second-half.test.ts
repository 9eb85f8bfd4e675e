// Single edits of the claims of proofs/, the second half of them: none that makes a claim false is accepted. See campaign.ts.
import test from 'ava'
import { campaign } from './campaign.js'

campaign(test, 1, 2, { falseStatements: 170, brokenProofs: 40, claims: 120 })
